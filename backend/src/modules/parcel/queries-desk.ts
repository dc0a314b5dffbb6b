import { rows, type Sql } from "../../lib/sql";
import { atKey, placeOf } from "../../lib/keyset";
import { EACH_STANDS, standsOf } from "./plan-progress";

/** Orders of a cooperative, newest first, with how many parcels stand where; only those of the page are counted. */
export async function ordersOf(
  sql: Sql,
  cooperative_id: string,
  page: { limit: number; before?: string | undefined },
): Promise<{ order_id: string; planned_at: Date; at_key: string; gross_g: string; states: Record<string, number> }[]> {
  const { at, id } = placeOf(page.before);
  return rows(
    sql,
    `with page as (
       select o.order_id, o.planned_at from parcel_order o
       where o.cooperative_id = ? and (o.planned_at, o.order_id) < (?::timestamptz, ?)
         and exists (select from parcel p where p.order_id = o.order_id and p.cooperative_id = o.cooperative_id and p.state <> 'void' and ${EACH_STANDS})
       order by o.planned_at desc, o.order_id desc limit ?)
     select page.order_id, page.planned_at, ${atKey("page.planned_at")}, sum(s.gross_g) as gross_g, jsonb_object_agg(s.state, s.parcels) as states
     from page cross join lateral (
       select p.state, count(*) as parcels, sum(p.gross_g) as gross_g from parcel p
       where p.order_id = page.order_id and p.cooperative_id = ? and p.state <> 'void' and ${standsOf("page.order_id")} group by p.state) s
     group by page.order_id, page.planned_at order by page.planned_at desc, page.order_id desc`,
    [cooperative_id, at, id, page.limit, cooperative_id],
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
