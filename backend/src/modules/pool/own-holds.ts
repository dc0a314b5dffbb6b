import { newId } from "../../lib/ids";
import { row, type Transaction } from "../../lib/sql";
import { Changed, stale } from "./short-moves";
import type { Movement } from "./queries";

/** A hold that is no order's: of a recall (owner: the lot) or of a short. Its line goes when it holds nothing. */
export async function changeOwnHold(
  tx: Transaction,
  kind: "short" | "recall",
  owner_id: string,
  pool_id: string,
  units: number,
): Promise<void> {
  await tx.raw(
    `insert into hold (id, kind, owner_id, state, run_id) values (?, ?, ?, 'confirmed', '') on conflict on constraint hold_one_per_owner
     do update set state = 'confirmed', updated_at = now()`,
    [newId("hold"), kind, owner_id],
  );
  const hold = await row<{ id: string }>(tx, `select id from hold where kind = ? and owner_id = ? for update`, [
    kind,
    owner_id,
  ]);
  const line = await row<{ units: number }>(
    tx,
    `select units::float8 as units from hold_line where hold_id = ? and pool_id = ?`,
    [hold?.id, pool_id],
  );
  const after = (line?.units ?? 0) + units;
  if (after < 0) throw new Changed(stale().refusal);
  await tx.raw(`delete from hold_line where hold_id = ? and pool_id = ?`, [hold?.id ?? "", pool_id]);
  if (after > 0) {
    await tx.raw(`insert into hold_line (hold_id, pool_id, units) values (?, ?, ?)`, [hold?.id ?? "", pool_id, after]);
  } else {
    await tx.raw(`update hold set state = 'released', updated_at = now() where id = ?`, [hold?.id ?? ""]);
  }
}

/** As `changeCounters`, for closed pools too: goods are lost and recalled whether or not a pool still takes orders. */
export async function moveCounters(tx: Transaction, movements: readonly Movement[]): Promise<void> {
  const pool_ids = [...new Set(movements.map((m) => m.pool_id))].sort();
  const total = (pool_id: string, key: "on_hand" | "held") =>
    movements.filter((m) => m.pool_id === pool_id).reduce((sum, m) => sum + m[key], 0);
  await tx.raw(
    `update pool p set on_hand = p.on_hand + w.on_hand, held = p.held + w.held, version = p.version + 1, updated_at = now()
     from unnest(?::text[], ?::bigint[], ?::bigint[]) as w (id, on_hand, held) where p.id = w.id`,
    [pool_ids, pool_ids.map((id) => total(id, "on_hand")), pool_ids.map((id) => total(id, "held"))] as never,
  );
}
