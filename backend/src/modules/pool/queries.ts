import type { Sql } from "../../lib/sql";
import { row, rows } from "../../lib/sql";
import type { PoolRow } from "./types";

/** SQL that several files of this module share. Bigints are cast to float8 where they are counts under 2^53. */

export const POOL_COLUMNS = `id, cooperative_id, origin_kind, origin_id, produce, grade, unit, unit_g::float8 as unit_g, blendable,
  pack_units::float8 as pack_units, rule, price_mode, status, inventory_item_id, location_id, on_hand::float8 as on_hand, held::float8 as held`;

export function poolById(sql: Sql, pool_id: string): Promise<PoolRow | undefined> {
  return row<PoolRow>(sql, `select ${POOL_COLUMNS} from pool where id = ?`, [pool_id]);
}

/**
 * Locks pools in the order of their ids, so that no two transactions wait for each other in a ring. "No key": a lot that was
 * just inserted holds its pool's key, and two weigh-ins that each wanted the whole row would wait for each other.
 */
export function lockPools(tx: Sql, pool_ids: readonly string[]): Promise<PoolRow[]> {
  return rows<PoolRow>(tx, `select ${POOL_COLUMNS} from pool where id = any(?) order by id for no key update`, [
    [...pool_ids],
  ]);
}

export interface CounterDelta {
  pool_id: string;
  on_hand: number;
  held: number;
}

/**
 * Adds to the counters of many pools in one statement, pools locked in order. Returns the ids that changed: a pool whose
 * promise would pass what is there (or that is closed, when more is to be held) is left out, and the caller refuses.
 */
export async function changeCounters(tx: Sql, deltas: readonly CounterDelta[]): Promise<string[]> {
  if (deltas.length === 0) return [];
  const changed = await rows<{ id: string }>(
    tx,
    `with wanted as (
       select * from unnest(?::text[], ?::bigint[], ?::bigint[]) as w (pool_id, on_hand, held)
     ), locked as (
       select p.id from pool p join wanted w on w.pool_id = p.id order by p.id for no key update of p
     )
     update pool p
     set on_hand = p.on_hand + w.on_hand, held = p.held + w.held, version = p.version + 1, updated_at = now()
     from wanted w, locked l
     where p.id = w.pool_id and l.id = p.id
       and p.held + w.held between 0 and p.on_hand + w.on_hand
       and (w.held <= 0 or p.status = 'open')
     returning p.id`,
    [deltas.map((d) => d.pool_id), deltas.map((d) => d.on_hand), deltas.map((d) => d.held)],
  );
  return changed.map((r) => r.id);
}

export interface Movement {
  pool_id: string;
  lot_id: string | null;
  kind: "intake" | "hold" | "release" | "ship" | "waste" | "adjust" | "return" | "split";
  on_hand: number;
  held: number;
}

export interface Because {
  reason: string;
  person: string;
  source: string;
}

/** Appends movements, one statement for all. Every row says why, who, and from which document. */
export function writeMovements(tx: Sql, movements: readonly Movement[], because: Because): Promise<void> {
  return writeExplained(
    tx,
    movements.map((movement) => ({ ...movement, ...because })),
  );
}

/** As `writeMovements`, each with a reason of its own. */
export async function writeExplained(tx: Sql, movements: readonly (Movement & Because)[]): Promise<void> {
  if (movements.length === 0) return;
  await tx.raw(
    `insert into lot_movement (id, pool_id, lot_id, kind, on_hand_delta, held_delta, reason, person, source)
     select 'mov_' || replace(gen_random_uuid()::text, '-', ''), m.pool_id, m.lot_id, m.kind, m.on_hand, m.held, m.reason, m.person, m.source
     from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[])
       as m (pool_id, lot_id, kind, on_hand, held, reason, person, source)`,
    [
      movements.map((m) => m.pool_id),
      movements.map((m) => m.lot_id),
      movements.map((m) => m.kind),
      movements.map((m) => m.on_hand),
      movements.map((m) => m.held),
      movements.map((m) => m.reason),
      movements.map((m) => m.person),
      movements.map((m) => m.source),
    ] as never,
  );
}
