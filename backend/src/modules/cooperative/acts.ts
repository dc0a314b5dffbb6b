import type { HouseholdActKind, JobPayload } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { claim } from "../outbox/append";
import { NAMED, type ActingFor, type Actor } from "./types";

export interface HouseholdAct {
  id: string;
  at: Date;
  actor_kind: "coop_member" | "secretary" | "delegate";
  actor_name: string;
  act: HouseholdActKind;
  consent_kind: "present" | "phone" | "paper" | "named";
  note: string;
}

/** Acts on one page. */
const PAGE = 30;

/** What others did for a household: who, what, how it agreed, when. Written in the transaction of what was done. */
export class Acts {
  constructor(private readonly sql: Knex) {}

  record(household_id: string, by: ActingFor, act: HouseholdActKind, subject_id?: string): Promise<void> {
    return inTransaction(this.sql, (tx) => this.record_(tx, household_id, by, act, subject_id));
  }

  async record_(
    tx: Transaction,
    household_id: string,
    { actor, agreed }: ActingFor,
    act: HouseholdActKind,
    subject_id?: string,
  ): Promise<void> {
    await tx.raw(
      `insert into household_act (id, household_id, cooperative_id, actor_kind, actor_id, actor_name, act, consent_kind, note, subject_id)
       select ?, h.id, h.cooperative_id, ?, ?, ?, ?, ?, ?, ? from household h where h.id = ?`,
      [newId("act"), actor.kind, actor.id, actor.name, act, agreed.kind, agreed.note, subject_id ?? null, household_id],
    );
  }

  /** As `record`, about one thing: written again after a crash it stands once. */
  async recordOnce(household_id: string, by: ActingFor, act: HouseholdActKind, subject_id: string): Promise<void> {
    await inTransaction(this.sql, (tx) => this.recordOnce_(tx, household_id, by, act, subject_id));
  }

  async recordOnce_(
    tx: Transaction,
    household_id: string,
    by: ActingFor,
    act: HouseholdActKind,
    subject_id: string,
  ): Promise<void> {
    await tx.raw(`select 1 from household where id = ? for no key update`, [household_id]);
    const stands = await row(tx, `select 1 from household_act where subject_id = ? and act = ?`, [subject_id, act]);
    if (!stands) await this.record_(tx, household_id, by, act, subject_id);
  }

  /** What a relative did in another room, by the message that was written with it: once, whoever wrote it first. */
  async recordOfRelative(input: { message_id: string } & JobPayload<"household-act">): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "household-act", input.message_id))) return;
      const delegate = await row<{ name: string }>(
        tx,
        `select name from household_delegate where id = ? and household_id = ?`,
        [input.delegate_id, input.household_id],
      );
      if (!delegate) throw new Error(`household ${input.household_id} never named ${input.delegate_id}`);
      const actor: Actor = { kind: "delegate", id: input.delegate_id, name: delegate.name };
      await this.recordOnce_(tx, input.household_id, { actor, agreed: NAMED }, input.act, input.subject_id);
    });
  }

  /** When somebody did this for the household last; null: never. */
  async last(household_id: string, act: HouseholdActKind): Promise<Date | null> {
    const found = await row<{ at: Date | null }>(
      this.sql,
      `select max(at) as at from household_act where household_id = ? and act = ?`,
      [household_id, act],
    );
    return found?.at ?? null;
  }

  /** That a relative looked, once in twelve hours: the household sees who comes, not every page they open. */
  async looked(household_id: string, relative: Actor): Promise<void> {
    if (await this.lookedLately(this.sql, relative.id)) return;
    // A page asks several things at once: under the household's lock only the first of them writes.
    await inTransaction(this.sql, async (tx) => {
      await tx.raw(`select 1 from household where id = ? for no key update`, [household_id]);
      if (await this.lookedLately(tx, relative.id)) return;
      await this.record_(tx, household_id, { actor: relative, agreed: NAMED }, "opened", relative.id);
    });
  }

  private async lookedLately(sql: Sql, delegate_id: string): Promise<boolean> {
    const found = await row(
      sql,
      `select 1 from household_act where subject_id = ? and act = 'opened' and at > now() - interval '12 hours' limit 1`,
      [delegate_id],
    );
    return found !== undefined;
  }

  /** Newest first; `next` is the cursor of the page after it. */
  async of(
    household_id: string,
    page: { cursor?: string | undefined } = {},
  ): Promise<{ acts: HouseholdAct[]; next: string | null }> {
    const [at, id] = page.cursor?.split("~") ?? [];
    const acts = await rows<HouseholdAct>(
      this.sql,
      `select id, date_trunc('milliseconds', at) as at, actor_kind, actor_name, act, consent_kind, note from household_act
       where household_id = ? and (date_trunc('milliseconds', at), id) < (coalesce(?::timestamptz, 'infinity'), coalesce(?, ''))
       order by date_trunc('milliseconds', at) desc, id desc limit ?`,
      [household_id, at ?? null, id ?? null, PAGE + 1],
    );
    const shown = acts.slice(0, PAGE);
    const last = shown.at(-1);
    return { acts: shown, next: acts.length > PAGE && last ? `${last.at.toISOString()}~${last.id}` : null };
  }
}
