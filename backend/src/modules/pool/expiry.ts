import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import type { Sql, Transaction } from "../../lib/sql";
import { inTransaction, row, rows } from "../../lib/sql";
import { lockExpiryHolds } from "./expiry-holds";
import { lockLots } from "./lots";
import { changeCounters, lockPools, writeMovements } from "./queries";

/** Lots one tick works through; the next takes the rest. */
const LOTS_PER_TICK = 500;

export interface ExpiringLot {
  lot_id: string;
  number: string;
  pool_id: string;
  household_id: string;
  produce: string;
  grade: string;
  unit: "g" | "piece";
  best_before: string;
  /** Days from today; negative: past. */
  days: number;
  on_hand: number;
  free: number;
}

/**
 * Goods past their best-before day are not sold: allocation does not offer them, and a hold of kind `expiry` takes their
 * free units out of what may be promised, until somebody writes them off or moves them to another grade.
 */
export class Expiry {
  constructor(private readonly sql: Knex) {}

  /** Keeps the free units of expired lots from sale, for the tick. How many lots it held. */
  async keepFromSale(): Promise<number> {
    const due = await dueLots(this.sql, null);
    let held = 0;
    for (const pool_id of [...new Set(due.map((lot) => lot.pool_id))]) {
      const lots = due.filter((lot) => lot.pool_id === pool_id).map((lot) => lot.id);
      held += await inTransaction(this.sql, (tx) => holdLots(tx, pool_id, lots));
    }
    return held;
  }

  /** Lots by best-before, those that expired first at the top. */
  soon(input: { cooperative_id: string; within_days: number; limit: number }): Promise<ExpiringLot[]> {
    return rows<ExpiringLot>(
      this.sql,
      `select l.id as lot_id, l.number, l.pool_id, l.household_id, p.produce, l.grade, p.unit, l.best_before::text as best_before,
              (l.best_before - (now() at time zone p.tz)::date)::int as days,
              (l.sellable_units - l.wasted - l.shipped)::float8 as on_hand, (l.sellable_units - l.wasted - l.allocated)::float8 as free
       from lot l join pool p on p.id = l.pool_id
       where l.cooperative_id = ? and l.best_before is not null and l.sellable_units > l.wasted + l.shipped
         and l.best_before <= (now() at time zone p.tz)::date + ?::int
       order by l.best_before, l.id limit ?`,
      [input.cooperative_id, input.within_days, input.limit],
    );
  }
}

/**
 * Before anything is promised from these pools: what expired since the last tick is taken out of what may be promised, so
 * that no sweeper has to be alive for it. Nothing to do, one look at an index.
 */
export async function keepExpiredFromSale_(tx: Transaction, pool_ids: readonly string[]): Promise<void> {
  const due = await dueLots(tx, pool_ids);
  if (due.length === 0) return;
  await lockExpiryHolds(
    tx,
    due.map((lot) => lot.id),
  );
  await lockPools(tx, pool_ids);
  for (const pool_id of [...new Set(due.map((lot) => lot.pool_id))].sort()) {
    await holdLots(
      tx,
      pool_id,
      due.filter((lot) => lot.pool_id === pool_id).map((lot) => lot.id),
    );
  }
}

function dueLots(sql: Sql, pool_ids: readonly string[] | null): Promise<{ pool_id: string; id: string }[]> {
  return rows(
    sql,
    `select l.pool_id, l.id from lot l join pool p on p.id = l.pool_id
     where ${pool_ids === null ? "" : "l.pool_id = any(?) and"} l.best_before < (now() at time zone p.tz)::date
       and l.allocated + l.wasted < l.sellable_units
       and l.sellable_units - l.allocated - l.wasted > coalesce((select sum(hl.units) from hold h join hold_line hl on hl.hold_id = h.id
         where h.kind = 'expiry' and h.owner_id = l.id and h.state = 'confirmed'), 0)
     order by l.pool_id, l.id limit ?`,
    pool_ids === null ? [LOTS_PER_TICK] : [[...pool_ids], LOTS_PER_TICK],
  );
}

async function holdLots(tx: Transaction, pool_id: string, lot_ids: readonly string[]): Promise<number> {
  await lockExpiryHolds(tx, lot_ids);
  const [pool] = await lockPools(tx, [pool_id]);
  if (!pool) return 0;
  // What carts were promised before the day turned stays promised: their short is entered when it can't be filled.
  let available = pool.on_hand - pool.held;
  let held = 0;
  for (const lot of await lockLots(tx, pool_id, lot_ids)) {
    const units = Math.min(lot.free - lot.expired, available);
    if (units <= 0) continue;
    available -= units;
    held += 1;
    await addToHold(tx, pool_id, lot.id, units);
    await changeHeld(tx, pool_id, units);
    await writeMovements(tx, [{ pool_id, lot_id: lot.id, kind: "hold", on_hand: 0, held: units }], {
      reason: `best before ${lot.best_before ?? ""} is past: not for sale`,
      person: "system",
      source: lot.id,
    });
  }
  return held;
}

async function addToHold(tx: Transaction, pool_id: string, lot_id: string, units: number): Promise<void> {
  await tx.raw(
    `insert into hold (id, kind, owner_id, state, run_id) values (?, 'expiry', ?, 'confirmed', '')
     on conflict (kind, owner_id) do update set state = 'confirmed', ended_by = null, ended_reason = null, updated_at = now()`,
    [newId("hold"), lot_id],
  );
  const hold = await row<{ id: string }>(tx, `select id from hold where kind = 'expiry' and owner_id = ?`, [lot_id]);
  await tx.raw(
    `insert into hold_line (hold_id, pool_id, units) values (?, ?, ?)
     on conflict (hold_id, pool_id) do update set units = hold_line.units + excluded.units`,
    [hold?.id ?? "", pool_id, units],
  );
}

/** A closed pool may still keep goods from sale, so this asks less than a buyer's hold does. */
async function changeHeld(tx: Transaction, pool_id: string, units: number): Promise<void> {
  const open = await changeCounters(tx, [{ pool_id, on_hand: 0, held: units }]);
  if (open.length > 0) return;
  await tx.raw(`update pool set held = held + ?, version = version + 1, updated_at = now() where id = ?`, [
    units,
    pool_id,
  ]);
}
