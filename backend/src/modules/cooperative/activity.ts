import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { activityOf, type Activity, type ActivityPage } from "../../lib/activity";
import { rows } from "../../lib/sql";

const BRANCHES = [
  {
    from: "household_act a join household h on h.id = a.household_id",
    cooperative: "a.cooperative_id",
    at: "a.at",
    id: "a.id",
    act: "'for_household_' || a.act",
    person: "a.actor_name",
    subject: "h.card_number",
    page: "'households/' || h.id",
    words: "a.note",
  },
  {
    from: "team_event t",
    cooperative: "t.cooperative_id",
    at: "t.at",
    id: "t.id",
    act: "'team_' || t.act",
    person: "t.actor_name",
    subject: "t.about_name",
    page: "'team'",
    words: "''",
  },
  {
    from: "household_import i",
    cooperative: "i.cooperative_id",
    at: "i.written_at",
    id: "i.id",
    act: "'households_imported'",
    person: "i.made_by",
    subject: "i.households::text",
    page: "'households'",
    words: "''",
    where: "i.written_at is not null",
  },
  {
    from: "card_sheet s",
    cooperative: "s.cooperative_id",
    at: "s.created_at",
    id: "s.id",
    act: "'cards_printed'",
    person: "s.made_by",
    subject: "cardinality(s.household_ids)::text",
    page: "'households'",
    words: "''",
  },
];

/** What people did with the register of a cooperative, newest first. */
export class RegisterActivity {
  constructor(private readonly sql: Knex) {}

  list(page: ActivityPage): Promise<Activity[]> {
    const { statement, bindings } = activityOf(BRANCHES, page);
    return rows<Activity>(this.sql, statement, bindings);
  }
}
