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
    page: "'handovers/' || h.id",
    words: "coalesce(h.driver, '')",
  },
  {
    from: "parcel_arrival a join handover h on h.id = a.handover_id left join parcel p on p.id = a.parcel_id",
    cooperative: "a.cooperative_id",
    at: "a.created_at",
    id: "a.id",
    act: "'said_' || a.said",
    person: "a.person",
    subject: "coalesce(p.number, h.number || ' × ' || a.parcels)",
    page: "coalesce('parcels/' || p.id, 'handovers/' || h.id)",
    words: "''",
  },
  {
    from: "wave w",
    cooperative: "w.cooperative_id",
    at: "w.created_at",
    id: "w.id",
    act: "'wave_made'",
    person: "w.made_by",
    subject: "w.number",
    page: "'waves/' || w.id",
    words: "''",
  },
  {
    from: "parcel_packing k join parcel p on p.id = k.parcel_id",
    cooperative: "k.cooperative_id",
    at: "k.created_at",
    id: "k.parcel_id",
    act: "'packed_off_weight'",
    person: "k.person",
    subject: "p.number",
    page: "'parcels/' || p.id",
    words: "k.reason",
    where: "k.reason is not null",
  },
  {
    from: "parcel_old_number o",
    cooperative: "o.cooperative_id",
    at: "o.created_at",
    id: "o.number",
    act: "'relabelled'",
    person: "o.person",
    subject: "o.number || ' → ' || o.new_number",
    page: "'parcels/' || o.parcel_id",
    words: "o.reason",
  },
  {
    from: "regroup r",
    cooperative: "r.cooperative_id",
    at: "r.created_at",
    id: "r.id",
    act: "case r.kind when 'split' then 'parcel_split' else 'parcels_merged' end",
    person: "r.person",
    subject: "r.number",
    page: "'parcels/' || (r.after_parcels->0->>'id')",
    words: "r.reason",
  },
];

/** What people did with the parcels of a cooperative, newest first. */
export function parcelActivity(sql: Sql, page: ActivityPage): Promise<Activity[]> {
  const { statement, bindings } = activityOf(BRANCHES, page);
  return rows<Activity>(sql, statement, bindings);
}
