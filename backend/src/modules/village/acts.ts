import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { activityOf, type Activity, type ActivityPage } from "../../lib/activity";
import { newId } from "../../lib/ids";
import { rows, type Transaction } from "../../lib/sql";

export type VillageActKind =
  | "season_added"
  | "season_changed"
  | "season_ended"
  | "certificate_added"
  | "certificate_changed"
  | "certificate_withdrawn"
  | "notice_published"
  | "notice_corrected"
  | "notice_withdrawn";

/** Who writes of a village, and for which cooperative. */
export interface VillageWriter {
  village_id: string;
  cooperative_id: string;
  person: string;
}

/** Who did what, with what stood before, in the transaction of doing it. */
export async function writeAct(
  tx: Transaction,
  by: VillageWriter,
  act: { act: VillageActKind; of_id: string; subject: string; before?: unknown },
): Promise<void> {
  await tx.raw(
    `insert into village_act (id, village_id, cooperative_id, act, of_id, subject, before, person) values (?, ?, ?, ?, ?, ?, ?::jsonb, ?)`,
    [
      newId("vact"),
      by.village_id,
      by.cooperative_id,
      act.act,
      act.of_id,
      act.subject,
      act.before === undefined ? null : JSON.stringify(act.before),
      by.person,
    ],
  );
}

const BRANCHES = [
  {
    from: "village_act a",
    cooperative: "a.cooperative_id",
    at: "a.at",
    id: "a.id",
    act: "a.act",
    person: "a.person",
    subject: "a.subject",
    page: `'shop/villages/' || a.village_id || case split_part(a.act, '_', 1)
      when 'season' then '/seasons' when 'certificate' then '/certificates' else '/notices' end`,
    words: "''",
  },
];

/** What people wrote of villages for a cooperative, newest first. */
export class VillageActivity {
  constructor(private readonly sql: Knex) {}

  list(page: ActivityPage): Promise<Activity[]> {
    const { statement, bindings } = activityOf(BRANCHES, page);
    return rows<Activity>(this.sql, statement, bindings);
  }
}
