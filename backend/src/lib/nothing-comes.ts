import { MISSING } from "../modules/pool/short-facts";
import { row, type Sql } from "./sql";

/**
 * Of a company's order `o`, in SQL: all that was ordered fell short, none of it waits for fresh goods, and no lot gives it anything, of another
 * grade neither. Nobody cancelled it, and nothing is left to come. Ask it of an order without parcels.
 */
export const NOTHING_COMES = `coalesce(not exists (select from allocation a where a.order_id = o.id and a.state <> 'released')
  and (select sum(l.packs) from short_line l join short s on s.id = l.short_id
       where l.order_id = o.id and not l.after_handover and ${MISSING} and not exists (
         select from short_wait v where v.short_id = l.short_id and v.order_line_id = l.order_line_id and v.state = 'waiting'))
    >= (select sum(k.packs) from company_order x join quote_line k on k.quote_id = x.quote_id and k.version = x.version where x.order_id = o.id), false)`;

/** The same of one order; of one that was cancelled, or that has parcels, no. */
export async function nothingComesOf(sql: Sql, order_id: string): Promise<boolean> {
  const found = await row<{ nothing: boolean }>(
    sql,
    `select ${NOTHING_COMES} and o.status <> 'canceled'
       and coalesce((select sum(y.parcels) from parcel_tally y where y.order_id = o.id and y.state <> 'void'), 0) = 0 as nothing
     from "order" o where o.id = ?`,
    [order_id],
  );
  return found?.nothing ?? false;
}
