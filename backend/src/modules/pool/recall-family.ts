import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, rows, type Transaction } from "../../lib/sql";
import { lockExpiryHolds } from "./expiry-holds";
import { lotFamily } from "./lot-family";
import { lockPools } from "./queries";

export interface FamilyLot {
  id: string;
  pool_id: string;
  free: number;
  in_orders: number;
  blocked: boolean;
  /** Of the free units: kept by the expiry hold, and by the recall's. */
  expired: number;
  kept: number;
  /** Of its pool. */
  available: number;
}

/** A lot was split off while the family was being locked: its pool is not locked, and could only be out of order. */
class Grown extends Error {}
const TRIES = 5;

export async function whileGrowing<T>(sql: Knex, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let again = 1; ; again += 1) {
    try {
      return await inTransaction(sql, work);
    } catch (error) {
      if (!(error instanceof Grown) || again === TRIES) throw error;
    }
  }
}

/**
 * The lot and all that was split off it: holds of expired lots first, then the pools, then the lots, as everybody locks them.
 * Who splits locks the pool before: with all pools locked the family is what it is.
 */
export async function lockFamily(tx: Transaction, lot_id: string, cooperative_id: string): Promise<FamilyLot[]> {
  const ids = await lotFamily(tx, lot_id, cooperative_id);
  await lockExpiryHolds(tx, ids);
  const of = await rows<{ pool_id: string }>(tx, `select distinct pool_id from lot where id = any(?)`, [ids]);
  const pools = await lockPools(
    tx,
    of.map((one) => one.pool_id),
  );
  if ((await lotFamily(tx, lot_id, cooperative_id)).length > ids.length) throw new Grown(`lot ${lot_id} was split`);
  const kept = (kind: string) => `coalesce((select sum(hl.units) from hold h join hold_line hl on hl.hold_id = h.id
    where h.kind = '${kind}' and h.owner_id = l.id and h.state = 'confirmed'), 0)::float8`;
  const lots = await rows<Omit<FamilyLot, "available">>(
    tx,
    `select l.id, l.pool_id, (l.sellable_units - l.allocated - l.wasted)::float8 as free, (l.allocated - l.shipped)::float8 as in_orders,
            l.blocked_at is not null as blocked, ${kept("expiry")} as expired, ${kept("recall")} as kept
     from lot l where l.id = any(?) order by l.id for no key update of l`,
    [ids],
  );
  const available = new Map(pools.map((pool) => [pool.id, pool.on_hand - pool.held]));
  return lots.map((lot) => ({ ...lot, available: available.get(lot.pool_id) ?? 0 }));
}

/** Of these lots, those that another open recall holds: their own, or one of a lot that they were split off. */
export async function heldByOthers(
  tx: Transaction,
  recall_id: string,
  lots: readonly FamilyLot[],
): Promise<Set<string>> {
  const held = await rows<{ id: string }>(
    tx,
    `with recursive line (id, at) as (select i, i from unnest(?::text[]) as i
       union select c.id, l.parent_lot_id from line c join lot l on l.id = c.at where l.parent_lot_id is not null)
     select distinct c.id from line c join recall r on r.lot_id = c.at where r.state = 'open' and r.id <> ?`,
    [lots.map((lot) => lot.id), recall_id],
  );
  return new Set(held.map((lot) => lot.id));
}
