import { activityOf, type Activity, type ActivityPage } from "../../lib/activity";
import { rows, type Sql } from "../../lib/sql";

const BRANCHES = [
  {
    from: "handover h",
    cooperative: "h.cooperative_id",
    at: "h.created_at",
    id: "h.id",
    act: "'handed_over'",
    person: "h.person",
    subject: "h.parcels::text",
    page: "'parcels'",
    words: "''",
  },
];

/** What people did with the parcels of a cooperative, newest first. */
export function parcelActivity(sql: Sql, page: ActivityPage): Promise<Activity[]> {
  const { statement, bindings } = activityOf(BRANCHES, page);
  return rows<Activity>(sql, statement, bindings);
}
