import { allocate, explain, type AllocateLot } from "@commonlot/domain";
import type { Sql, Transaction } from "../../lib/sql";
import { row, rows } from "../../lib/sql";
import { append, claim } from "../outbox/append";
import { changeCounters, lockPools, writeMovements } from "./queries";
import type { Allocation, PoolRow } from "./types";

export interface OrderLine {
  order_line_id: string;
  pool_id: string;
  units: number;
}

interface OpenLot {
  lot: string;
  household: string;
  pool_id: string;
  available: number;
  best_before: string | null;
}

interface NewAllocation {
  order_line_id: string;
  pool_id: string;
  lot: string;
  household: string;
  units: number;
  rule: string;
  why: { en: string; zh: string };
}

/**
 * Fills an order's lines from household lots, by each pool's fairness rule, explained; sends parcel planning on its way.
 * Does nothing when the message was handled before or the order has its allocation. The held units stay as they are.
 */
export async function allocateOrder_(
  tx: Transaction,
  input: { message_id: string; order_id: string; lines: readonly OrderLine[] },
): Promise<void> {
  if (!(await claim(tx, "allocate", input.message_id))) return;
  const hold = await row<{ state: string }>(tx, `select state from hold where order_id = ? for update`, [
    input.order_id,
  ]);
  if (!hold || hold.state !== "confirmed") return;
  const there = await row(tx, `select 1 from allocation where order_id = ? limit 1`, [input.order_id]);
  if (!there) {
    const pools = await lockPools(tx, [...new Set(input.lines.map((l) => l.pool_id))]);
    const lots = await openLots(
      tx,
      pools.map((p) => p.id),
    );
    await writeAllocations(tx, input.order_id, share(input.lines, pools, lots));
  }
  await append(tx, { job: "plan-parcels", payload: { order_id: input.order_id }, dedup_key: input.order_id });
}

/** Divides the lines one after the other; a lot that gave to one line has less for the next. */
function share(lines: readonly OrderLine[], pools: readonly PoolRow[], lots: OpenLot[]): NewAllocation[] {
  const left = new Map(lots.map((lot) => [lot.lot, lot.available]));
  const made: NewAllocation[] = [];
  for (const line of [...lines].sort((a, b) => (a.order_line_id < b.order_line_id ? -1 : 1))) {
    const pool = pools.find((p) => p.id === line.pool_id);
    if (!pool) throw new Error(`line ${line.order_line_id} names pool ${line.pool_id}, which is not there`);
    const offered: AllocateLot[] = lots
      .filter((lot) => lot.pool_id === pool.id && (left.get(lot.lot) ?? 0) > 0)
      .map((lot) => ({
        lot: lot.lot,
        household: lot.household,
        available_g: left.get(lot.lot) ?? 0,
        ...(lot.best_before === null ? {} : { best_before: lot.best_before }),
      }));
    const input = {
      grams: line.units,
      rule: pool.rule,
      lots: offered,
      salt: line.order_line_id,
      ...(pool.blendable || pool.pack_units === null ? {} : { pack_g: pool.pack_units }),
    };
    const shared = allocate(input);
    if (!shared.ok) throw new Error(`line ${line.order_line_id} can't be allocated: ${shared.refusal.message}`);
    if (shared.value.short_g > 0) {
      throw new Error(
        `line ${line.order_line_id}: pool ${pool.id} is short of ${shared.value.short_g} units it promised`,
      );
    }
    const why = new Map(explain(input, shared.value, pool.unit).map((e) => [e.lot, e.why]));
    for (const given of shared.value.shares) {
      left.set(given.lot, (left.get(given.lot) ?? 0) - given.grams);
      made.push({
        order_line_id: line.order_line_id,
        pool_id: pool.id,
        lot: given.lot,
        household: given.household,
        units: given.grams,
        rule: pool.rule,
        why: why.get(given.lot) ?? { en: "", zh: "" },
      });
    }
  }
  return made;
}

function openLots(tx: Transaction, pool_ids: readonly string[]): Promise<OpenLot[]> {
  return rows<OpenLot>(
    tx,
    // Goods past their day are not offered, whatever their pool still says of them (S6).
    `select l.id as lot, l.household_id as household, l.pool_id, (l.sellable_units - l.allocated - l.wasted)::float8 as available,
            l.best_before::text as best_before
     from lot l join pool p on p.id = l.pool_id
     where l.pool_id = any(?) and l.allocated + l.wasted < l.sellable_units
       and (l.best_before is null or l.best_before >= (now() at time zone p.tz)::date)
     order by l.id for no key update of l`,
    [[...pool_ids]],
  );
}

async function writeAllocations(tx: Transaction, order_id: string, made: readonly NewAllocation[]): Promise<void> {
  await tx.raw(
    `insert into allocation (id, order_id, order_line_id, pool_id, lot_id, household_id, units, rule, why)
     select 'alloc_' || replace(gen_random_uuid()::text, '-', ''), ?, a.order_line_id, a.pool_id, a.lot, a.household, a.units, a.rule, a.why::jsonb
     from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[])
       as a (order_line_id, pool_id, lot, household, units, rule, why)`,
    [
      order_id,
      made.map((a) => a.order_line_id),
      made.map((a) => a.pool_id),
      made.map((a) => a.lot),
      made.map((a) => a.household),
      made.map((a) => a.units),
      made.map((a) => a.rule),
      made.map((a) => JSON.stringify(a.why)),
    ] as never,
  );
  await tx.raw(
    `update lot set allocated = allocated + a.units
     from (select lot_id, sum(units) as units from allocation where order_id = ? group by lot_id) a where lot.id = a.lot_id`,
    [order_id],
  );
}

/** Which lots fill an order, and why. Released ones are left out. */
export function allocationsOfOrder(sql: Sql, order_id: string): Promise<Allocation[]> {
  return rows<Allocation>(
    sql,
    `select a.id, a.order_line_id, a.pool_id, a.lot_id, l.number as lot_number, a.household_id, a.units::float8 as units,
            (a.units * p.unit_g)::float8 as grams, a.shipped::float8 as shipped, l.harvested_on::text as harvested_on,
            l.best_before::text as best_before, a.state, a.why
     from allocation a join lot l on l.id = a.lot_id join pool p on p.id = a.pool_id
     where a.order_id = ? and a.state <> 'released'
     order by a.order_line_id, l.best_before nulls last, a.lot_id`,
    [order_id],
  );
}

/** Goods leave the house: what the parcels of a handover hold goes off the pool and off what it promised. */
export async function ship_(
  tx: Transaction,
  input: {
    message_id: string;
    handover_id: string;
    person: string;
    lines: readonly { allocation_id: string; units: number }[];
  },
): Promise<void> {
  if (!(await claim(tx, "ship", input.message_id))) return;
  const touched = await rows<{ pool_id: string }>(
    tx,
    `select distinct pool_id from allocation where id = any(?) order by pool_id`,
    [input.lines.map((l) => l.allocation_id)],
  );
  await lockPools(
    tx,
    touched.map((t) => t.pool_id),
  );
  const shipped = await rows<{ pool_id: string; lot_id: string; units: number }>(
    tx,
    `with gone as (
       select allocation_id, sum(units) as units from unnest(?::text[], ?::bigint[]) as s (allocation_id, units) group by allocation_id
     ), marked as (
       update allocation a
       set shipped = a.shipped + gone.units, state = case when a.shipped + gone.units = a.units then 'shipped' else a.state end,
           updated_at = now()
       from gone where a.id = gone.allocation_id and a.state <> 'released'
       returning a.pool_id, a.lot_id, gone.units
     )
     select pool_id, lot_id, sum(units)::float8 as units from marked group by pool_id, lot_id order by pool_id, lot_id`,
    [input.lines.map((l) => l.allocation_id), input.lines.map((l) => l.units)] as never,
  );
  const wanted = input.lines.reduce((sum, l) => sum + l.units, 0);
  const gone = shipped.reduce((sum, s) => sum + s.units, 0);
  if (wanted !== gone)
    throw new Error(`handover ${input.handover_id}: ${wanted} units packed, ${gone} could be shipped`);
  await tx.raw(
    `update lot set shipped = lot.shipped + s.units from unnest(?::text[], ?::bigint[]) as s (lot_id, units) where lot.id = s.lot_id`,
    [shipped.map((s) => s.lot_id), shipped.map((s) => s.units)] as never,
  );
  const perPool = new Map<string, number>();
  for (const s of shipped) perPool.set(s.pool_id, (perPool.get(s.pool_id) ?? 0) + s.units);
  const deltas = [...perPool].map(([pool_id, units]) => ({ pool_id, on_hand: -units, held: -units }));
  const changed = await changeCounters(tx, deltas);
  if (changed.length !== deltas.length) throw new Error(`handover ${input.handover_id}: a pool has less than it ships`);
  await tx.raw(
    `update hold h set state = 'consumed', updated_at = now()
     where h.state = 'confirmed'
       and h.order_id in (select order_id from allocation where id = any(?))
       and (select sum(units) from hold_line l where l.hold_id = h.id) = (select sum(shipped) from allocation a where a.order_id = h.order_id)`,
    [input.lines.map((l) => l.allocation_id)],
  );
  await writeMovements(
    tx,
    shipped.map((s) => ({ pool_id: s.pool_id, lot_id: s.lot_id, kind: "ship", on_hand: -s.units, held: -s.units })),
    { reason: "handed to the carrier", person: input.person, source: input.handover_id },
  );
}

/** An order does not come to be (refused capture, cancel): allocation and hold go back to the pool. Shipped units stay shipped. */
export async function releaseOrder_(
  tx: Transaction,
  input: { order_id: string; reason: string; person: string },
): Promise<boolean> {
  const hold = await row<{ id: string; state: string }>(
    tx,
    `select id, state from hold where order_id = ? for update`,
    [input.order_id],
  );
  if (!hold || hold.state !== "confirmed") return false;
  const lines = await rows<{ pool_id: string; units: number }>(
    tx,
    `select l.pool_id, (l.units - coalesce((select sum(a.shipped) from allocation a where a.order_id = ? and a.pool_id = l.pool_id), 0))::float8 as units
     from hold_line l where l.hold_id = ? order by l.pool_id`,
    [input.order_id, hold.id],
  );
  const deltas = lines.filter((l) => l.units > 0).map((l) => ({ pool_id: l.pool_id, on_hand: 0, held: -l.units }));
  await lockPools(
    tx,
    deltas.map((d) => d.pool_id),
  );
  await tx.raw(
    `update lot set allocated = lot.allocated - a.units
     from (select lot_id, sum(units - shipped) as units from allocation where order_id = ? and state = 'held' group by lot_id) a
     where lot.id = a.lot_id`,
    [input.order_id],
  );
  await tx.raw(
    `update allocation set state = 'released', updated_at = now() where order_id = ? and state = 'held' and shipped = 0`,
    [input.order_id],
  );
  await changeCounters(tx, deltas);
  await writeMovements(
    tx,
    deltas.map((d) => ({ pool_id: d.pool_id, lot_id: null, kind: "release", on_hand: 0, held: d.held })),
    { reason: input.reason, person: input.person, source: input.order_id },
  );
  await tx.raw(`delete from hold_line where hold_id = ?`, [hold.id]);
  await tx.raw(`update hold set state = 'released', updated_at = now() where id = ?`, [hold.id]);
  return true;
}
