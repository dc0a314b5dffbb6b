import { rows, type Sql } from "../../lib/sql";
import { STANDS } from "./plan-progress";

/** Orders of a cooperative, newest first, with how many parcels stand where. Keyset: `before` is the last order's plan time. */
export async function ordersOf(
  sql: Sql,
  cooperative_id: string,
  page: { limit: number; before?: Date | undefined },
): Promise<{ order_id: string; planned_at: Date; gross_g: string; states: Record<string, number> }[]> {
  return rows(
    sql,
    `select o.order_id, pl.created_at as planned_at, sum(o.gross_g) as gross_g, jsonb_object_agg(o.state, o.parcels) as states
     from (select order_id, state, count(*) as parcels, sum(gross_g) as gross_g from parcel p where cooperative_id = ? and state <> 'void' and ${STANDS}
           group by order_id, state) o
     join parcel_plan pl on pl.order_id = o.order_id
     where pl.created_at < coalesce(?::timestamptz, 'infinity')
     group by o.order_id, pl.created_at order by pl.created_at desc, o.order_id limit ?`,
    [cooperative_id, page.before ?? null, page.limit],
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
