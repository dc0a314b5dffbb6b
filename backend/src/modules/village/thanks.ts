import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { mayShowThanks, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { activityOf, type Activity, type ActivityPage } from "../../lib/activity";
import { newId } from "../../lib/ids";
import { atKey, nextCursor, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows } from "../../lib/sql";
import { append } from "../outbox/append";

export type ThanksState = "waiting" | "published" | "refused" | "forgotten";

export interface Thanks {
  id: string;
  cooperative_id: string;
  order_id: string;
  province_code: string | null;
  words: string;
  state: ThanksState;
  given_at: Date;
  decided_at: Date | null;
  decided_by: string | null;
  reason: string | null;
  /** Villages on whose pages it stands: none before it is published. */
  village_ids: string[];
}

/** As everybody reads it, once names are blanked. */
export type ShownThanks = Pick<Thanks, "words" | "province_code" | "village_ids">;

const VILLAGES =
  "array(select p.village_id from village_thanks_place p where p.thanks_id = t.id order by 1) as village_ids";
const THANKS = `t.id, t.cooperative_id, t.order_id, t.province_code, t.words, t.state, t.given_at, t.decided_at, t.decided_by, t.reason, ${VILLAGES}`;
/** On a page of the desk. */
const A_PAGE = 50;
/** Taking down what was published is an act of its own: its id has `.2` behind. */
const BRANCHES = [
  {
    from: "village_thanks t",
    cooperative: "t.cooperative_id",
    at: "t.published_at",
    id: "t.id",
    act: "'thanks_published'",
    person: "t.published_by",
    subject: "left(t.words, 40)",
    page: "'thanks'",
    words: "''",
    where: "t.published_at is not null",
  },
  {
    from: "village_thanks t",
    cooperative: "t.cooperative_id",
    at: "t.decided_at",
    id: "t.id || '.2'",
    act: "'thanks_refused'",
    person: "t.decided_by",
    subject: "left(t.words, 40)",
    page: "'thanks'",
    words: "t.reason",
    where: "t.decided_at is not null and t.reason is not null",
  },
];

/** Thanks of buyers to those who grew the goods. Shown when the cooperative has read them, without a name. */
export class ThanksBook {
  constructor(private readonly sql: Knex) {}

  /** Writes thanks that wait for the desk. A second time for an order and cooperative is refused, unless it is the same words again. */
  async give(input: {
    order_id: string;
    cooperative_id: string;
    province_code: string | null;
    words: string;
  }): Promise<Result<Thanks, Refusal<"thanks_given">>> {
    await this.sql.raw(
      `insert into village_thanks (id, cooperative_id, order_id, province_code, words) values (?, ?, ?, ?, ?)
       on conflict on constraint village_thanks_once do nothing`,
      [newId("thanks"), input.cooperative_id, input.order_id, input.province_code as string, input.words],
    );
    const stands = await this.ofOrder(input.order_id, input.cooperative_id);
    if (stands?.words === input.words) return ok(stands);
    return refuse("thanks_given", "You have thanked for this order already. What you wrote before stands.");
  }

  ofOrder(order_id: string, cooperative_id: string): Promise<Thanks | undefined> {
    return row<Thanks>(this.sql, `select ${THANKS} from village_thanks t where order_id = ? and cooperative_id = ?`, [
      order_id,
      cooperative_id,
    ]);
  }

  /** What the buyers of these orders wrote, oldest first. */
  ofOrders(order_ids: readonly string[]): Promise<Thanks[]> {
    return rows<Thanks>(
      this.sql,
      `select ${THANKS} from village_thanks t where order_id = any(?) and state <> 'forgotten' order by given_at, id`,
      [[...order_ids]],
    );
  }

  byId(id: string): Promise<Thanks | undefined> {
    return row<Thanks>(this.sql, `select ${THANKS} from village_thanks t where id = ?`, [id]);
  }

  /** What waits, longest first: the others come up when these are decided. And what was decided, newest first, a page of it. */
  async ofCooperative(
    cooperative_id: string,
    { cursor, limit = A_PAGE }: { cursor?: string | undefined; limit?: number | undefined } = {},
  ): Promise<{ waiting: Thanks[]; decided: Thanks[]; next: string | null }> {
    const place = placeOf(cursor);
    const [waiting, decided] = await Promise.all([
      rows<Thanks>(
        this.sql,
        `select ${THANKS} from village_thanks t where cooperative_id = ? and state = 'waiting' order by given_at, id limit ${A_PAGE}`,
        [cooperative_id],
      ),
      rows<Thanks & { at_key: string }>(
        this.sql,
        `select ${THANKS}, ${atKey("t.decided_at")} from village_thanks t
         where cooperative_id = ? and decided_at is not null and state <> 'forgotten' and (decided_at, id) < (?::timestamptz, ?)
         order by decided_at desc, id desc limit ?`,
        [cooperative_id, place.at, place.id, limit],
      ),
    ]);
    return { waiting, decided, next: nextCursor(decided, limit) };
  }

  /**
   * Shows it on the pages of these villages, and sends word to the households. Pressed twice it is shown once. `not_agreed`: names in its
   * words whose households have not agreed to be named.
   */
  publish(input: {
    id: string;
    cooperative_id: string;
    person: string;
    village_ids: readonly string[];
    not_agreed: readonly string[];
  }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const found = await lockThanks(tx, input);
      if (!found.ok || found.value.state === "published") return found.ok ? ok(undefined) : found;
      if (found.value.state !== "waiting")
        return refuse("stale", "This was decided meanwhile. Nothing of yours was saved.");
      const may = mayShowThanks(found.value.words, input.not_agreed);
      if (!may.ok) return may;
      await tx.raw(
        `update village_thanks set state = 'published', decided_at = now(), decided_by = ?, published_at = now(), published_by = ? where id = ?`,
        [input.person, input.person, input.id],
      );
      await tx.raw(
        `insert into village_thanks_place (thanks_id, village_id) select ?, v from unnest(?::text[]) as v order by v on conflict do nothing`,
        [input.id, [...input.village_ids]] as never,
      );
      await append(tx, { job: "thanks-notices", payload: { thanks_id: input.id }, dedup_key: input.id });
      return ok(undefined);
    });
  }

  /** Does not show it, or no longer, with a reason that its buyer reads. */
  refuse(input: {
    id: string;
    cooperative_id: string;
    person: string;
    reason: string;
  }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const found = await lockThanks(tx, input);
      if (!found.ok) return found;
      if (found.value.state === "refused") return ok(undefined);
      await tx.raw(
        `update village_thanks set state = 'refused', reason = ?, decided_at = now(), decided_by = ? where id = ?`,
        [input.reason, input.person, input.id],
      );
      // Off the pages, and told to those who keep them.
      await tx.raw(`delete from village_thanks_place where thanks_id = ?`, [input.id]);
      return ok(undefined);
    });
  }

  /** The newest that a village's page shows. */
  shownOf(village_id: string, limit: number): Promise<ShownThanks[]> {
    return rows<ShownThanks>(
      this.sql,
      `select t.words, t.province_code, ${VILLAGES} from village_thanks_place s join village_thanks t on t.id = s.thanks_id
       where s.village_id = ? and t.state = 'published' order by s.shown_at desc, s.thanks_id desc limit ?`,
      [village_id, limit],
    );
  }

  /** Their buyer is forgotten, and so is what they wrote. Run again it changes nothing. */
  async forget(order_ids: readonly string[]): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      const gone = await rows<{ id: string }>(
        tx,
        `update village_thanks set state = 'forgotten', words = '' where order_id = any(?) and state <> 'forgotten' returning id`,
        [[...order_ids]],
      );
      await rows(tx, `delete from village_thanks_place where thanks_id = any(?)`, [gone.map(({ id }) => id)]);
    });
  }

  /** What people decided, newest first. */
  activity(page: ActivityPage): Promise<Activity[]> {
    const { statement, bindings } = activityOf(BRANCHES, page);
    return rows<Activity>(this.sql, statement, bindings);
  }
}

async function lockThanks(
  tx: Knex.Transaction,
  { id, cooperative_id }: { id: string; cooperative_id: string },
): Promise<Result<Thanks, Refusal>> {
  const found = await row<Thanks>(
    tx,
    `select ${THANKS} from village_thanks t where id = ? and cooperative_id = ? and state <> 'forgotten' for update of t`,
    [id, cooperative_id],
  );
  return found ? ok(found) : refuse("thanks_not_found", "There are no such thanks at your cooperative.");
}
