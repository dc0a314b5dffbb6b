import type { JobPayload } from "@commonlot/domain";
import { BATCH } from "../../lib/index-messages";
import { rows, type Sql } from "../../lib/sql";

/** Rows of Medusa whose change is a change of what buyers find: product id and when. A price list also changes by the clock. */
const CHANGED = `
  select p.id, greatest(p.updated_at, p.deleted_at) as at from product p
  union all
  select v.product_id, greatest(v.updated_at, v.deleted_at) from product_variant v
  union all
  select t.reference_id, greatest(t.updated_at, t.deleted_at) from translation t where t.reference = 'product'
  union all
  select v.product_id, greatest(t.updated_at, t.deleted_at) from translation t join product_variant v on v.id = t.reference_id
  union all
  select c.product_id, greatest(c.updated_at, c.deleted_at) from product_sales_channel c
  union all
  select l.product_id, greatest(l.updated_at, l.deleted_at) from village_village_product_product l
  union all
  select v.product_id, greatest(pr.updated_at, pr.deleted_at, pl.updated_at, pl.deleted_at,
                                case when pl.starts_at <= now() then pl.starts_at end, case when pl.ends_at <= now() then pl.ends_at end)
  from price pr left join price_list pl on pl.id = pr.price_list_id
  join product_variant_price_set s on s.price_set_id = pr.price_set_id join product_variant v on v.id = s.variant_id`;

/**
 * Messages to the index about products that changed in Medusa after `since`: a hundred ids each, of one second. The key names each product
 * with the microsecond of its change, so a look over the same time sends nothing twice, and a change later in that second is sent.
 */
export async function changedProducts(
  sql: Sql,
  since: Date,
): Promise<{ job: "index-shop"; payload: JobPayload<"index-shop">; dedup_key: string }[]> {
  const changed = await rows<{ ids: string[]; mark: string }>(
    sql,
    `with changed as (select id, max(at) as at from (${CHANGED}) c where at > ? and id is not null group by id),
     placed as (
       select id, at, date_trunc('second', at) as second, row_number() over (partition by date_trunc('second', at) order by id) - 1 as place
       from changed
     )
     select array_agg(id order by id) as ids, md5(string_agg(id || extract(epoch from at), ',' order by id)) as mark
     from placed group by second, place / ${BATCH} order by second, place / ${BATCH}`,
    [since],
  );
  return changed.map(({ ids, mark }) => ({
    job: "index-shop",
    payload: { kind: "product", ids },
    dedup_key: `products:${mark}`,
  }));
}
