import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { explainSwap, type WhyText } from "@commonlot/domain";
import { rows } from "../../lib/sql";

/** One lot's part in an order line, with the reason its household reads. */
export interface AllocationView {
  id: string;
  order_id: string;
  order_line_id: string;
  pool_id: string;
  produce: string;
  grade: string;
  unit: "g" | "piece";
  rule: string;
  rule_version: number;
  lot_id: string;
  lot_number: string;
  household_id: string;
  harvested_on: string;
  best_before: string | null;
  units: number;
  shipped: number;
  state: "held" | "shipped" | "released";
  why: WhyText;
  at: Date;
}

/** An allocation as the household of its lot reads it: the reason, then every swap that touched it. */
export interface LotReason {
  lot_id: string;
  at: Date;
  units: number;
  state: "held" | "shipped" | "released";
  why: WhyText;
  swaps: WhyText[];
}

/** Lots of an order on one page of the desk. */
export const ALLOCATION_PAGE = 100;
/** Reasons of one lot on a household's page, the newest; the rest is in its statement. */
const REASONS_A_LOT = 10;
/** Lots that may take another's place, shown at once: those that expire first. */
const CANDIDATES = 50;

const COLUMNS = `a.id, a.order_id, a.order_line_id, a.pool_id, p.produce, p.grade, p.unit, a.rule, a.rule_version, a.lot_id,
  l.number as lot_number, a.household_id, l.harvested_on::text as harvested_on, l.best_before::text as best_before,
  a.units::float8 as units, a.shipped::float8 as shipped, a.state, a.why, a.created_at as at`;
const FROM = `allocation a join lot l on l.id = a.lot_id join pool p on p.id = a.pool_id`;

/** Which lots fill which orders, for the desk, the households and the operator. Reads only. */
export class AllocationViews {
  constructor(private readonly sql: Knex) {}

  /** A page of an order's lots, of one cooperative when named, going on after an allocation's id. Given-up ones last nowhere: left out. */
  ofOrder(
    order_id: string,
    filter: { cooperative_id?: string | undefined; after?: string | undefined; limit?: number | undefined } = {},
  ): Promise<AllocationView[]> {
    return rows<AllocationView>(
      this.sql,
      `select ${COLUMNS} from ${FROM}
       where a.order_id = ? and a.state <> 'released' and p.cooperative_id = coalesce(?, p.cooperative_id) and a.id > coalesce(?, '')
       order by a.id limit ?`,
      [
        order_id,
        filter.cooperative_id ?? null,
        filter.after ?? null,
        Math.min(filter.limit ?? ALLOCATION_PAGE, ALLOCATION_PAGE),
      ],
    );
  }

  /** Sums of an order's lines: how many lots of how many households fill each, and how much. */
  linesOfOrder(order_id: string, cooperative_id: string) {
    return rows<{
      order_line_id: string;
      pool_id: string;
      produce: string;
      grade: string;
      unit: "g" | "piece";
      blendable: boolean;
      pack_units: number | null;
      units: number;
      lots: number;
      households: number;
      rule: string;
      at: Date;
    }>(
      this.sql,
      `select a.order_line_id, a.pool_id, p.produce, p.grade, p.unit, p.blendable, p.pack_units::float8 as pack_units,
              sum(a.units)::float8 as units, count(*)::float8 as lots, count(distinct a.household_id)::float8 as households,
              coalesce(min(a.rule) filter (where a.rule not in ('swap', 'short')), p.rule) as rule, min(a.created_at) as at
       from allocation a join pool p on p.id = a.pool_id
       where a.order_id = ? and p.cooperative_id = ? and a.state <> 'released'
       group by a.order_line_id, a.pool_id, p.produce, p.grade, p.unit, p.blendable, p.pack_units, p.rule
       order by a.order_line_id, min(coalesce(a.ordered_pool_id, '')), a.pool_id`,
      [order_id, cooperative_id],
    );
  }

  /** Lots of these pools with something free: what may take another's place, by the day they expire. */
  candidates(pool_ids: readonly string[], today: string) {
    return rows<{
      pool_id: string;
      lot_id: string;
      lot_number: string;
      household_id: string;
      free_units: number;
      best_before: string | null;
    }>(
      this.sql,
      `select c.* from unnest(?::text[]) as wanted (pool_id) cross join lateral (
         select l.pool_id, l.id as lot_id, l.number as lot_number, l.owner_id as household_id, l.best_before::text as best_before,
                (l.sellable_units - l.allocated - l.wasted)::float8 as free_units
         from lot l where l.pool_id = wanted.pool_id and l.blocked_at is null and l.allocated + l.wasted < l.sellable_units
           and (l.best_before is null or l.best_before >= ?::date)
         order by l.best_before nulls last, l.id limit ${CANDIDATES}
       ) c`,
      [[...pool_ids], today] as never,
    );
  }

  /** The newest reasons of each of these lots, with the swaps that touched them. */
  async reasonsOfLots(lot_ids: readonly string[]): Promise<LotReason[]> {
    const found = await rows<Omit<LotReason, "swaps"> & { order_line_id: string; unit: "g" | "piece" }>(
      this.sql,
      `select r.* from unnest(?::text[]) as wanted (lot_id) cross join lateral (
         select a.lot_id, a.order_line_id, p.unit, a.created_at as at, a.units::float8 as units, a.state, a.why
         from allocation a join pool p on p.id = a.pool_id where a.lot_id = wanted.lot_id
         order by a.created_at desc, a.id limit ${REASONS_A_LOT}
       ) r`,
      [[...lot_ids]] as never,
    );
    const swaps = await rows<{
      lot_id: string;
      order_line_id: string;
      side: "from" | "to";
      units: number;
      reason: string;
    }>(
      this.sql,
      `select s.from_lot_id as lot_id, s.order_line_id, 'from' as side, s.units::float8 as units, s.reason, s.at from allocation_swap s
       where s.from_lot_id = any(?) and s.order_line_id = any(?)
       union all
       select s.to_lot_id, s.order_line_id, 'to', s.units::float8, s.reason, s.at from allocation_swap s
       where s.to_lot_id = any(?) and s.order_line_id = any(?) order by at`,
      [lot_ids, found.map((one) => one.order_line_id), lot_ids, found.map((one) => one.order_line_id)] as never,
    );
    return found.map(({ order_line_id, unit, ...reason }) => ({
      ...reason,
      swaps: swaps
        .filter((swap) => swap.lot_id === reason.lot_id && swap.order_line_id === order_line_id)
        .map((swap) => explainSwap(swap, swap.side, unit))
        // A lot that came in by a swap has that sentence as its reason already.
        .filter((text) => text.en !== reason.why.en),
    }));
  }

  /** Lots behind inventory items (a product's packs), those that expire first in front. */
  lotsOfItems(inventory_item_ids: readonly string[], after?: string) {
    return rows<{
      lot_id: string;
      lot_number: string;
      pool_id: string;
      household_id: string;
      unit: "g" | "piece";
      harvested_on: string;
      best_before: string | null;
      units: number;
      sold: number;
      held: number;
      left: number;
      lost: number;
    }>(
      this.sql,
      `select l.id as lot_id, l.number as lot_number, l.pool_id, l.household_id, p.unit, l.harvested_on::text as harvested_on,
              l.best_before::text as best_before, l.units::float8 as units, l.shipped::float8 as sold,
              (l.allocated - l.shipped)::float8 as held, (l.units - l.allocated - l.wasted)::float8 as left, l.wasted::float8 as lost
       from lot l join pool p on p.id = l.pool_id
       where p.inventory_item_id = any(?) and l.allocated + l.wasted < l.sellable_units and l.id > coalesce(?, '')
       order by l.id limit ${ALLOCATION_PAGE}`,
      [[...inventory_item_ids], after ?? null] as never,
    );
  }
}
