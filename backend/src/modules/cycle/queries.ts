import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import type { CycleRow, GoodRow } from "./types";

export const CYCLE_FIELDS = `c.id, c.cooperative_id, c.name_zh, c.name_en, c.opens_at, c.closes_at, c.way, c.ready_from::text as ready_from,
  c.ready_to::text as ready_to, c.place_zh, c.place_en, c.minimum_kind, c.minimum, c.sold_between, c.state, c.call_off_words, c.version,
  c.orders, c.ordered_g, c.published_at, c.ended_at, c.created_at`;

/** Against others that change it; who enters it (`for share`) waits. */
export function lockCycle(tx: Transaction, id: string): Promise<CycleRow | undefined> {
  return row<CycleRow>(tx, `select ${CYCLE_FIELDS} from order_cycle c where c.id = ? for no key update`, [id]);
}

/** Goods of cycles with their steps, frozen prices and what is ordered of each by orders that stand. */
export function goodsOf(sql: Sql, cycle_ids: readonly string[]): Promise<GoodRow[]> {
  return rows<GoodRow>(
    sql,
    `select g.cycle_id, g.product_id, g.pool_id, g.unit_g, g.currency, g.case_units, g.lead_variant_id, g.final_step,
       coalesce((select sum(l.units) from cycle_line l where l.cycle_id = g.cycle_id and l.product_id = g.product_id and l.left_at is null), 0)::text
         as ordered_units,
       coalesce((select jsonb_agg(jsonb_build_object('from_cases', s.from_cases, 'price_minor', s.price_minor::text) order by s.step)
         from cycle_step s where s.cycle_id = g.cycle_id and s.product_id = g.product_id), '[]') as steps,
       coalesce((select jsonb_agg(jsonb_build_object('variant_id', p.variant_id, 'step', p.step, 'price_minor', p.price_minor::text,
           'units_per_pack', p.units_per_pack) order by p.units_per_pack, p.variant_id, p.step)
         from cycle_price p where p.cycle_id = g.cycle_id and p.product_id = g.product_id), '[]') as prices
     from cycle_good g where g.cycle_id = any(?) order by g.cycle_id, g.seq, g.product_id`,
    [[...cycle_ids]],
  );
}

/** Orders that stand in each of these cycles, and their grams. */
export async function orderedOf(
  sql: Sql,
  cycle_ids: readonly string[],
): Promise<Map<string, { orders: number; grams: number }>> {
  const found = await rows<{ cycle_id: string; orders: number; grams: string }>(
    sql,
    `select e.cycle_id, count(distinct e.order_id)::int as orders, coalesce(sum(l.units * g.unit_g), 0)::text as grams
     from cycle_entry e join cycle_line l on l.order_id = e.order_id and l.left_at is null
     join cycle_good g on g.cycle_id = l.cycle_id and g.product_id = l.product_id
     where e.cycle_id = any(?) and e.state = 'confirmed' group by e.cycle_id`,
    [[...cycle_ids]],
  );
  return new Map(found.map((one) => [one.cycle_id, { orders: one.orders, grams: Number(one.grams) }]));
}
