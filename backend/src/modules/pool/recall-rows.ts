import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { familyOf } from "./lot-family";

// A recall as it is read, with what of its family of lots is kept, in orders and gone.

export interface RecallRow {
  id: string;
  number: string;
  cooperative_id: string;
  lot_id: string;
  lot_number: string;
  household_id: string;
  unit: "g" | "piece";
  state: "open" | "released" | "wasted";
  reason: string;
  advice: string;
  opened_by: string;
  ended_by: string | null;
  ended_reason: string | null;
  notified_at: Date | null;
  created_at: Date;
  /** Units of the lot and of all that was split off it: kept back here, still in orders that have not left, gone. */
  kept: number;
  in_orders: number;
  gone: number;
  cursor: string;
}

const COLUMNS = `r.id, r.number, r.cooperative_id, r.lot_id, l.number as lot_number, l.household_id, p.unit, r.state, r.reason, r.advice, r.opened_by,
  r.ended_by, r.ended_reason, r.notified_at, r.created_at, x.kept, x.in_orders, x.gone,
  to_char(r.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor`;
const FROM = `from recall r join lot l on l.id = r.lot_id join pool p on p.id = l.pool_id cross join lateral (
  with recursive ${familyOf("r.lot_id")} select sum(l.sellable_units - l.allocated - l.wasted)::float8 as kept,
    sum(l.allocated - l.shipped)::float8 as in_orders, sum(l.shipped)::float8 as gone from lot l join family using (id)) x`;

/** A lot of a recall's family, for what is done lot by lot. */
export interface RecalledLot {
  lot_id: string;
  number: string;
  grade: string;
  kept: number;
  in_orders: number;
  gone: number;
}

export async function recallOf(sql: Sql, id: string): Promise<RecallRow | undefined> {
  return row<RecallRow>(sql, `select ${COLUMNS} ${FROM} where r.id = ?`, [id]);
}

export async function recallOfCooperative(
  sql: Sql,
  id: string,
  cooperative_id: string,
): Promise<RecallRow | undefined> {
  return row<RecallRow>(sql, `select ${COLUMNS} ${FROM} where r.id = ? and r.cooperative_id = ?`, [id, cooperative_id]);
}

/** The newest first. */
export function recallsOf(
  sql: Sql,
  input: { cooperative_id: string; after?: { at: string; id: string } | undefined; limit: number },
): Promise<RecallRow[]> {
  return rows<RecallRow>(
    sql,
    `select ${COLUMNS} ${FROM} where r.cooperative_id = ? and (?::text is null or (r.created_at, r.id) < (?::timestamptz, ?::text))
     order by r.created_at desc, r.id desc limit ?`,
    [input.cooperative_id, input.after?.id ?? null, input.after?.at ?? null, input.after?.id ?? null, input.limit],
  );
}

/** The recalled lot and all that was split off it. */
export function familyLots(sql: Sql, lot_id: string): Promise<RecalledLot[]> {
  return rows(
    sql,
    `with recursive ${familyOf("?")} select l.id as lot_id, l.number, l.grade, (l.sellable_units - l.allocated - l.wasted)::float8 as kept,
       (l.allocated - l.shipped)::float8 as in_orders, l.shipped::float8 as gone from lot l join family using (id) order by l.created_at, l.id`,
    [lot_id],
  );
}

/** One that is there. */
export async function found(tx: Transaction, id: string): Promise<RecallRow> {
  const recall = await recallOf(tx, id);
  if (!recall) throw new Error(`recall ${id} is not there`);
  return recall;
}
