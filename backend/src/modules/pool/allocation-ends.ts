import { row, rows, type Transaction } from "../../lib/sql";
import { claim } from "../outbox/append";
import { changeCounters, lockPools, writeMovements } from "./queries";
import { keepRecalledFromSale_ } from "./recall-holds";
import { cancelWaits } from "./short-waits";

// How an allocation ends: its goods leave with the carrier, or go back to the pool.

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
  // Holds before pools, as everywhere: a cancellation of one of these orders waits for us, or we for it.
  await tx.raw(
    `select 1 from hold where order_id in (select order_id from allocation where id = any(?)) order by id for update`,
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
  await cancelWaits(tx, { order_id: input.order_id });
  // Pools before sums: a handover that is shipping some of it right now is either all in them, or waits for us.
  const pools = await rows<{ pool_id: string }>(
    tx,
    `select pool_id from hold_line where hold_id = ? order by pool_id`,
    [hold.id],
  );
  await lockPools(
    tx,
    pools.map((p) => p.pool_id),
  );
  const lines = await rows<{ pool_id: string; units: number }>(
    tx,
    `select l.pool_id, (l.units - coalesce((select sum(a.shipped) from allocation a where a.order_id = ? and a.pool_id = l.pool_id), 0))::float8 as units
     from hold_line l where l.hold_id = ? order by l.pool_id`,
    [input.order_id, hold.id],
  );
  const deltas = lines.filter((l) => l.units > 0).map((l) => ({ pool_id: l.pool_id, on_hand: 0, held: -l.units }));
  await tx.raw(
    `update lot set allocated = lot.allocated - a.units
     from (select lot_id, sum(units - shipped) as units from allocation where order_id = ? and state = 'held' group by lot_id) a
     where lot.id = a.lot_id`,
    [input.order_id],
  );
  await tx.raw(
    `update allocation set state = case when shipped = 0 then 'released' else 'shipped' end,
       units = case when shipped = 0 then units else shipped end, updated_at = now()
     where order_id = ? and state = 'held'`,
    [input.order_id],
  );
  const changed = await changeCounters(tx, deltas);
  if (changed.length !== deltas.length) throw new Error(`order ${input.order_id}: a pool holds less than it promised`);
  await writeMovements(
    tx,
    deltas.map((d) => ({ pool_id: d.pool_id, lot_id: null, kind: "release", on_hand: 0, held: d.held })),
    { reason: input.reason, person: input.person, source: input.order_id },
  );
  await tx.raw(`delete from hold_line where hold_id = ?`, [hold.id]);
  await tx.raw(`update hold set state = 'released', updated_at = now() where id = ?`, [hold.id]);
  await keepRecalledFromSale_(
    tx,
    pools.map((p) => p.pool_id),
  );
  return true;
}
