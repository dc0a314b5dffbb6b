import type { Transaction } from "../../lib/sql";
import { rows } from "../../lib/sql";

/** A lot as the ledger sees it, in base units. */
export interface LedgerLot {
  id: string;
  number: string;
  household_id: string;
  harvested_on: string;
  best_before: string | null;
  grade: string;
  /** When it was weighed in, or split off, as sortable text. */
  since: string;
  /** Sellable and not shipped, not wasted. */
  on_hand: number;
  /** Of these, what no order waits for; nothing of a recalled lot, which its recall alone may move. */
  free: number;
  /** Of the free ones, what a hold of the expired lot keeps from sale. */
  expired: number;
}

/** Locks lots of a pool in the order of their ids; those named, or all that have something on hand. The pool is locked before. */
export function lockLots(tx: Transaction, pool_id: string, ids: readonly string[] | null): Promise<LedgerLot[]> {
  return rows<LedgerLot>(
    tx,
    `select l.id, l.number, l.household_id, l.harvested_on::text as harvested_on, l.best_before::text as best_before, l.grade,
            to_char(l.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as since,
            (l.sellable_units - l.wasted - l.shipped)::float8 as on_hand,
            (case when l.blocked_at is null then l.sellable_units - l.wasted - l.allocated else 0 end)::float8 as free,
            coalesce((select sum(hl.units) from hold h join hold_line hl on hl.hold_id = h.id
                      where h.kind = 'expiry' and h.owner_id = l.id and h.state = 'confirmed'), 0)::float8 as expired
     from lot l where l.pool_id = ? and ${ids === null ? "l.sellable_units > l.wasted + l.shipped" : "l.id = any(?)"}
     order by l.id for no key update of l`,
    ids === null ? [pool_id] : [pool_id, [...ids]],
  );
}

export interface ChildLot {
  id: string;
  parent_id: string;
  pool_id: string;
  units: number;
  sellable: number;
  grade: string;
  idempotency_key: string;
  input_hash: string;
  /** The claim by which its goods came back: they are its bearer's. */
  returned_for: string | null;
}

/**
 * Lots split off others: same household, same harvest and day, and recalled from the same moment when their parent is. A key that
 * was used before adds nothing. Those that are new.
 */
export function insertChildren_(
  tx: Transaction,
  person: string,
  children: readonly ChildLot[],
): Promise<{ id: string; number: string }[]> {
  return rows(
    tx,
    `insert into lot (id, number, pool_id, cooperative_id, household_id, harvested_on, best_before, units, sellable_units, grade, weigher_id,
                      idempotency_key, input_hash, parent_lot_id, returned_for, blocked_at)
     select c.id, 'W' || lpad(nextval('lot_number')::text, 7, '0'), c.pool_id, l.cooperative_id, l.household_id, l.harvested_on, l.best_before,
            c.units, c.sellable, c.grade, ?, c.idempotency_key, c.input_hash, l.id, c.returned_for, l.blocked_at
     from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
       as c (id, parent_id, pool_id, units, sellable, grade, idempotency_key, input_hash, returned_for)
     join lot l on l.id = c.parent_id order by l.id on conflict (idempotency_key) do nothing returning id, number`,
    [
      person,
      children.map((c) => c.id),
      children.map((c) => c.parent_id),
      children.map((c) => c.pool_id),
      children.map((c) => c.units),
      children.map((c) => c.sellable),
      children.map((c) => c.grade),
      children.map((c) => c.idempotency_key),
      children.map((c) => c.input_hash),
      children.map((c) => c.returned_for),
    ],
  );
}

export interface LotChange {
  lot_id: string;
  /** Added to what the lot may sell. */
  sellable?: number;
  wasted?: number;
  returned?: number;
}

/** Adds to the counters of many lots in one statement. A CHECK refuses what is not there: callers decide before. */
export async function changeLots(tx: Transaction, changes: readonly LotChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.raw(
    `update lot set sellable_units = lot.sellable_units + c.sellable, wasted = lot.wasted + c.wasted, returned = lot.returned + c.returned
     from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[]) as c (lot_id, sellable, wasted, returned) where lot.id = c.lot_id`,
    [
      changes.map((c) => c.lot_id),
      changes.map((c) => c.sellable ?? 0),
      changes.map((c) => c.wasted ?? 0),
      changes.map((c) => c.returned ?? 0),
    ] as never,
  );
}
