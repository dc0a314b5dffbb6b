import type { Sql, Transaction } from "../../lib/sql";
import { rows } from "../../lib/sql";
import { lockPools, writeMovements, type Because, type Movement } from "./queries";
import { changeOwnHolds, moveCounters } from "./own-holds";

/** Units of a recalled lot `l` that no recall hold keeps yet, for a `where`. */
export const UNKEPT = `l.sellable_units - l.allocated - l.wasted > coalesce((select sum(hl.units) from hold h join hold_line hl on hl.hold_id = h.id
  where h.kind = 'recall' and h.owner_id = l.id and hl.pool_id = l.pool_id), 0)`;

/**
 * Whatever becomes available of a pool goes to its recalled lots first, as far as their free units are not kept yet: a
 * promise that rested on them when they were recalled may end later, and what it gives back is not for sale. Called where
 * holds end and before anything is promised, with all pools of the caller. Nothing to do, one look at an index.
 */
export async function keepRecalledFromSale_(
  tx: Transaction,
  pool_ids: readonly string[] | null,
  because: Because = { reason: "recalled: not for sale", person: "system", source: "recall" },
): Promise<number> {
  const due = await unkeptPools(tx, pool_ids);
  if (due.length === 0) return 0;
  const locked = await lockPools(tx, pool_ids ?? due);
  const available = new Map(locked.map((pool) => [pool.id, pool.on_hand - pool.held]));
  const lots = await rows<{ id: string; pool_id: string; unkept: number }>(
    tx,
    `select l.id, l.pool_id, (l.sellable_units - l.allocated - l.wasted - coalesce((select sum(hl.units) from hold h join hold_line hl on hl.hold_id = h.id
              where h.kind = 'recall' and h.owner_id = l.id and hl.pool_id = l.pool_id), 0))::float8 as unkept
     from lot l where l.pool_id = any(?) and l.blocked_at is not null and l.sellable_units > l.allocated + l.wasted
     order by l.id for no key update of l`,
    [due],
  );
  const movements = lots.flatMap((lot): Movement[] => {
    const left = available.get(lot.pool_id) ?? 0;
    const units = Math.min(lot.unkept, left);
    if (units <= 0) return [];
    available.set(lot.pool_id, left - units);
    return [{ pool_id: lot.pool_id, lot_id: lot.id, kind: "hold", on_hand: 0, held: units }];
  });
  if (movements.length === 0) return 0;
  await changeOwnHolds(
    tx,
    "recall",
    movements.map((one) => ({ owner_id: one.lot_id ?? "", pool_id: one.pool_id, units: one.held })),
  );
  await moveCounters(tx, movements);
  await writeMovements(tx, movements, because);
  return movements.length;
}

/** Pools with something available while a recalled lot of theirs is not kept whole. */
async function unkeptPools(sql: Sql, pool_ids: readonly string[] | null): Promise<string[]> {
  const found = await rows<{ id: string }>(
    sql,
    `select distinct p.id from lot l join pool p on p.id = l.pool_id
     where ${pool_ids === null ? "" : "l.pool_id = any(?) and"} l.blocked_at is not null and p.on_hand > p.held and ${UNKEPT} order by p.id`,
    pool_ids === null ? [] : [[...pool_ids]],
  );
  return found.map((pool) => pool.id);
}
