import { MISSING } from "../modules/pool/short-facts";
import { rows, type Sql } from "./sql";

/**
 * Of an order `o`, in SQL: all that was ordered fell short, none of it waits for fresh goods, and no lot gives it anything, of another
 * grade neither. Nobody cancelled it, and nothing is left to come. Ask it of an order without parcels.
 */
export const NOTHING_COMES = `coalesce(not exists (select from allocation a where a.order_id = o.id and a.state <> 'released')
  and (select sum(l.packs) from short_line l join short s on s.id = l.short_id
       where l.order_id = o.id and not l.after_handover and ${MISSING} and not exists (
         select from short_wait v where v.short_id = l.short_id and v.order_line_id = l.order_line_id and v.state = 'waiting'))
    >= coalesce(
      (select sum(k.packs) from company_order x join quote_line k on k.quote_id = x.quote_id and k.version = x.version where x.order_id = o.id),
      (select sum(i.quantity) from order_item i where i.order_id = o.id and i.version = o.version and i.deleted_at is null)), false)`;

/** The same of any order: one that was cancelled is not among them, nor one with parcels. */
export const NOTHING_LEFT = `(o.status <> 'canceled'
  and coalesce((select sum(y.parcels) from parcel_tally y where y.order_id = o.id and y.state <> 'void'), 0) = 0
  and exists (select from short_line l where l.order_id = o.id) and ${NOTHING_COMES})`;

/** Those of these orders of which nothing is left to come: none that was cancelled, and none with parcels. */
export async function nothingComesOf(sql: Sql, order_ids: readonly string[]): Promise<Set<string>> {
  if (order_ids.length === 0) return new Set();
  const found = await rows<{ id: string }>(sql, `select o.id from "order" o where o.id = any(?) and ${NOTHING_LEFT}`, [
    [...order_ids],
  ]);
  return new Set(found.map((one) => one.id));
}
