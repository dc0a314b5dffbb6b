import { rows, type Sql } from "../../lib/sql";
import { atKey, placeOf } from "../../lib/keyset";
import { standsOf } from "./plan-progress";

/** Orders of a cooperative, newest first, with how many parcels stand where: as it is kept, whatever their number. */
export async function ordersOf(
  sql: Sql,
  cooperative_id: string,
  page: { limit: number; before?: string | undefined },
): Promise<{ order_id: string; planned_at: Date; at_key: string; gross_g: string; states: Record<string, number> }[]> {
  const { at, id } = placeOf(page.before);
  return rows(
    sql,
    `select o.order_id, o.planned_at, ${atKey("o.planned_at")}, s.gross_g, s.states
     from parcel_order o cross join lateral (
       select sum(gross_g) as gross_g, jsonb_object_agg(state, parcels) as states from (
         select t.state, sum(t.parcels)::bigint as parcels, sum(t.gross_g) as gross_g from parcel_tally t
         where t.order_id = o.order_id and t.cooperative_id = o.cooperative_id and t.state <> 'void' and ${standsOf("o.order_id", "t")}
         group by t.state having sum(t.parcels) <> 0) by_state) s
     where o.cooperative_id = ? and (o.planned_at, o.order_id) < (?::timestamptz, ?) and s.states is not null
     order by o.planned_at desc, o.order_id desc limit ?`,
    [cooperative_id, at, id, page.limit],
  );
}

export interface SheetRow {
  id: string;
  order_id: string;
  cooperative_id: string;
  file: string;
  pages: number;
  sha256: string;
  created_at: Date;
}

export async function sheetsOf(sql: Sql, order_id: string, cooperative_id?: string): Promise<SheetRow[]> {
  return rows<SheetRow>(
    sql,
    `select id, order_id, cooperative_id, file, pages, sha256, created_at from label_sheet
     where order_id = ? and cooperative_id = coalesce(?, cooperative_id) and whole order by created_at desc, id`,
    [order_id, cooperative_id ?? null],
  );
}
