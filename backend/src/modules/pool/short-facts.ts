import type { AllocateRule, ShortPolicy } from "@commonlot/domain";
import type { Sql } from "../../lib/sql";
import { rows } from "../../lib/sql";
import { turnsOf } from "./offers";
import { HELD_BY_QUOTES } from "./open-quotes";

/** What the pool knows that a short is decided from; packing lists, parcels and money come from the other rooms. */
export interface ShortFacts {
  pools: {
    pool: string;
    cooperative_id: string;
    rule: AllocateRule;
    unit: "g" | "piece";
    unit_g: number;
    blendable: boolean;
    pack_units: number | null;
    /** With what quotes hold: they give way before an order is short. */
    available: number;
    /** Of that: what quotes hold. */
    of_quotes: number;
    /** With less than this for anybody what fills in goes round. */
    turn_units: number;
    policy: ShortPolicy;
    wait_days: number;
    /** Whose goods may fill in, with the policy `other_grade` and a buyer's consent. */
    other_pool_id: string | null;
    /** A closed pool promises nothing more: nobody is asked about its goods. */
    open: boolean;
    grade: string;
    inventory_item_id: string;
  }[];
  /** Good units of broken packs that earlier shorts keep aside: they fill in before anybody goes without. */
  aside: { short_id: string; pool: string; units: number }[];
  lots: {
    lot: string;
    number: string;
    household: string;
    pool: string;
    free: number;
    past: number;
    best_before: string | null;
  }[];
  orders: { order: string; placed_at: string }[];
  allocations: {
    order: string;
    order_line: string;
    pool: string;
    lot: string;
    household: string;
    units: number;
    best_before: string | null;
  }[];
  /** Shorts that stand, by line: packs and what was given back. */
  earlier: {
    order: string;
    order_line: string;
    /** How many. */
    entries: number;
    packs: number;
    /** Of these: still promised. */
    waiting_packs: number;
    lost_packs: number;
    goods_minor: string;
    freight_minor: string;
    /** Of the freight: for parcels lost on the way. */
    lost_freight_minor: string;
    tax_minor: string;
  }[];
  /** And by destination. */
  drops: { order_line: string; destination: string; short: number; lost: number }[];
  /** Packs of parcels that left, and were accounted for since. */
  lost: { parcel: string; order_line: string; packs: number }[];
}

/** Shorts whose effect stands now. */
export const STANDING = `('applied', 'undoing', 'closed')`;
/** And their lines, less those whose packs waited and were filled after all. `l` is short_line, `s` is short. */
export const MISSING = `s.state in ${STANDING} and not exists (select from short_wait f
  where f.short_id = l.short_id and f.order_line_id = l.order_line_id and f.state = 'filled')`;

/**
 * Reads the facts for losses of lots: the orders they fill, newest first, as many as the loss could reach, and
 * `first_orders`; or, without losses, for those. `pool_ids`: pools that are asked besides those of the lots. `resolves`: a
 * wait that is looked at as if it had ended so already.
 */
export async function shortFacts(
  sql: Sql,
  input: {
    losses: readonly { lot: string; units: number }[];
    first_orders: readonly string[];
    pool_ids?: readonly string[];
    resolves?: { short_id: string; order_line_id: string; how: "filled" | "over" } | undefined;
  },
): Promise<ShortFacts> {
  const { short_id = "", order_line_id = "", how = "over" } = input.resolves ?? {};
  const wait = [short_id, order_line_id, how];
  // Each line with how its wait stands; null where nothing waited.
  const waits = `left join (select short_id, order_line_id, case when short_id = ? and order_line_id = ? then ? else state end as now from short_wait) w
       on w.short_id = l.short_id and w.order_line_id = l.order_line_id`;
  const lot_ids = input.losses.map((loss) => loss.lot);
  const claims = await rows<{ order_id: string; lot_id: string; units: number; ahead: number }>(
    sql,
    `select order_id, lot_id, units, (sum(units) over (partition by lot_id order by placed_at desc, order_id desc) - units)::float8 as ahead
     from (select a.order_id, a.lot_id, sum(a.units - a.shipped)::float8 as units,
             (select min(created_at) from allocation f where f.order_id = a.order_id) as placed_at
           from allocation a where a.lot_id = any(?) and a.state <> 'released' and a.units > a.shipped group by a.order_id, a.lot_id) c`,
    [lot_ids],
  );
  const wanted = new Map(input.losses.map((loss) => [loss.lot, loss.units]));
  const order_ids = [
    ...new Set([
      ...input.first_orders,
      ...claims.filter((claim) => claim.ahead < (wanted.get(claim.lot_id) ?? 0)).map((claim) => claim.order_id),
    ]),
  ].sort();
  const allocations = await rows<ShortFacts["allocations"][number]>(
    sql,
    `select a.order_id as order, a.order_line_id as order_line, a.pool_id as pool, a.lot_id as lot, a.household_id as household,
            a.units::float8 as units, l.best_before::text as best_before
     from allocation a join lot l on l.id = a.lot_id
     where a.order_id = any(?) and a.state <> 'released' order by a.order_line_id, a.lot_id`,
    [order_ids],
  );
  const asked = await alsoAsked(sql, input.pool_ids ?? [], lot_ids, order_ids);
  const [pools, aside, lots, orders, earlier, drops, lost] = await Promise.all([
    poolsOf(sql, lot_ids, order_ids, asked, input.pool_ids ?? []),
    rows<ShortFacts["aside"][number]>(
      sql,
      `select h.owner_id as short_id, l.pool_id as pool, l.units::float8 as units from hold h join hold_line l on l.hold_id = h.id
       where h.kind = 'short' and position(':' in h.owner_id) = 0 and (l.pool_id = any(?) or l.pool_id in (select pool_id from lot where id = any(?))) order by h.created_at, h.id`,
      [asked, lot_ids],
    ),
    lotsOf(sql, lot_ids, asked),
    rows<ShortFacts["orders"][number]>(
      sql,
      // One that was never allocated was placed when its hold was taken.
      `select o.id as order, to_char(coalesce((select min(created_at) from allocation a where a.order_id = o.id),
                (select min(created_at) from hold h where h.order_id = o.id)) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US') as placed_at
       from unnest(?::text[]) as o (id) order by o.id`,
      [order_ids],
    ),
    rows<ShortFacts["earlier"][number]>(
      sql,
      `select min(l.order_id) as order, l.order_line_id as order_line, count(*)::int as entries, coalesce(sum(l.packs) filter (where w.now is distinct from 'filled'), 0)::float8 as packs,
              coalesce(sum(l.packs) filter (where w.now = 'waiting'), 0)::float8 as waiting_packs,
              coalesce(sum(l.packs) filter (where l.after_handover), 0)::float8 as lost_packs, sum(l.goods_minor)::text as goods_minor,
              sum(l.freight_minor)::text as freight_minor, sum(l.tax_minor)::text as tax_minor,
              coalesce(sum(l.freight_minor) filter (where l.after_handover), 0)::text as lost_freight_minor
       from short_line l join short s on s.id = l.short_id ${waits}
       where l.order_id = any(?) and s.state in ${STANDING} group by l.order_line_id`,
      [...wait, order_ids],
    ),
    rows<ShortFacts["drops"][number]>(
      sql,
      `select d.order_line_id as order_line, d.destination_id as destination, sum(d.packs)::float8 as short,
              coalesce(sum(d.packs) filter (where l.after_handover), 0)::float8 as lost
       from short_line l join short s on s.id = l.short_id join short_drop d on d.short_id = l.short_id and d.order_line_id = l.order_line_id
       ${waits}
       where l.order_id = any(?) and s.state in ${STANDING} and w.now is distinct from 'filled' group by d.order_line_id, d.destination_id`,
      [...wait, order_ids],
    ),
    rows<ShortFacts["lost"][number]>(
      sql,
      `select s.parcel_id as parcel, l.order_line_id as order_line, sum(l.packs)::float8 as packs
       from short_line l join short s on s.id = l.short_id
       where l.order_id = any(?) and l.after_handover and l.packs > 0 and s.state in ${STANDING} group by s.parcel_id, l.order_line_id order by 1, 2`,
      [order_ids],
    ),
  ]);
  const turns = await turnsOf(sql, pools);
  return {
    pools: pools.map((one) => ({ ...one, turn_units: turns.get(one.pool)?.turn_units ?? 0 })),
    aside,
    lots: lots.map((lot) => ({ ...lot, past: turns.get(lot.pool)?.past.get(lot.household) ?? 0 })),
    orders,
    allocations,
    earlier,
    drops,
    lost,
  };
}

/** The pools asked, and those whose goods may fill in for another grade. */
async function alsoAsked(
  sql: Sql,
  asked: readonly string[],
  lot_ids: readonly string[],
  order_ids: readonly string[],
): Promise<string[]> {
  const others = await rows<{ id: string }>(
    sql,
    `select distinct p.short_other_pool_id as id from pool p where p.short_other_pool_id is not null and (p.id = any(?)
       or p.id in (select pool_id from lot where id = any(?)) or p.id in (select pool_id from allocation where order_id = any(?)))`,
    [asked, lot_ids, order_ids],
  );
  return [...new Set([...asked, ...others.map((one) => one.id)])];
}

function poolsOf(
  sql: Sql,
  lot_ids: readonly string[],
  order_ids: readonly string[],
  asked: readonly string[],
  own: readonly string[],
): Promise<Omit<ShortFacts["pools"][number], "turn_units">[]> {
  // A pool that may only fill in for another grade offers what is free: no quote gives way for that.
  const OWN = `(p.id = any(?) or p.id in (select pool_id from lot where id = any(?)) or p.id in (select pool_id from allocation where order_id = any(?)))`;
  return rows(
    sql,
    `select p.id as pool, p.cooperative_id, p.rule, p.unit, p.unit_g::float8 as unit_g, p.blendable, p.pack_units::float8 as pack_units,
            (p.on_hand - p.held + q.units)::float8 as available, q.units::float8 as of_quotes, p.short_policy as policy, p.short_wait_days as wait_days,
            p.short_other_pool_id as other_pool_id, p.status = 'open' as open, p.grade, p.inventory_item_id
     from pool p cross join lateral (select case when ${OWN} then ${HELD_BY_QUOTES} else 0 end as units) q
     where p.id = any(?) or p.id in (select pool_id from lot where id = any(?))
       or p.id in (select pool_id from allocation where order_id = any(?)) order by p.id`,
    [own, lot_ids, order_ids, asked, lot_ids, order_ids],
  );
}

/** The lots named, and of their pools those that could fill in. A blocked lot's free units are the recall's; past its day nothing is free. */
function lotsOf(
  sql: Sql,
  lot_ids: readonly string[],
  asked: readonly string[],
): Promise<Omit<ShortFacts["lots"][number], "past">[]> {
  return rows(
    sql,
    `select l.id as lot, l.number, l.owner_id as household, l.pool_id as pool, l.best_before::text as best_before,
            (case when l.blocked_at is null and (l.best_before is null or l.best_before >= (now() at time zone p.tz)::date)
               then l.sellable_units - l.allocated - l.wasted else 0 end)::float8 as free
     from lot l join pool p on p.id = l.pool_id where l.id = any(?)
       or (l.blocked_at is null and l.allocated + l.wasted < l.sellable_units
           and (l.pool_id = any(?) or l.pool_id in (select pool_id from lot where id = any(?))))
     order by l.id`,
    [lot_ids, asked, lot_ids],
  );
}
