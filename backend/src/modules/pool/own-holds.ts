import { newId } from "../../lib/ids";
import { rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { Changed, stale } from "./short-moves";
import type { Movement } from "./queries";

/** Units more (or less) that a hold which is no order's keeps in a pool. */
export interface OwnHoldChange {
  owner_id: string;
  pool_id: string;
  units: number;
}

/**
 * Changes holds that are no order's: of recalls (owner: the lot), of shorts or of pre-orders. However many there are, it is five statements;
 * holds are locked in the order of their owners. A line goes when it holds nothing, and a hold ends with its last line.
 */
export async function changeOwnHolds(
  tx: Transaction,
  kind: "short" | "recall" | "preorder",
  changes: readonly OwnHoldChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const owners = [...new Set(changes.map((one) => one.owner_id))].sort();
  const holds = await rows<{ id: string; owner_id: string }>(
    tx,
    `insert into hold (id, kind, owner_id, state, run_id)
     select o.id, ?, o.owner_id, 'confirmed', '' from unnest(?::text[], ?::text[]) with ordinality as o (id, owner_id, place) order by o.place
     on conflict on constraint hold_one_per_owner do update set state = 'confirmed', updated_at = now() returning id, owner_id`,
    [kind, owners.map(() => newId("hold")), owners],
  );
  const holdOf = new Map(holds.map((hold) => [hold.owner_id, hold.id]));
  const ids = holds.map((hold) => hold.id);
  const before = await rows<{ hold_id: string; pool_id: string; units: number }>(
    tx,
    `select hold_id, pool_id, units::float8 as units from hold_line where hold_id = any(?)`,
    [ids],
  );
  const after = new Map(before.map((line) => [`${line.hold_id}/${line.pool_id}`, line]));
  const touched = changes.map(({ owner_id, pool_id, units }) => {
    const hold_id = holdOf.get(owner_id) ?? "";
    const key = `${hold_id}/${pool_id}`;
    after.set(key, { hold_id, pool_id, units: (after.get(key)?.units ?? 0) + units });
    return key;
  });
  const lines = [...new Set(touched)].flatMap((key) => after.get(key) ?? []);
  if (lines.some((line) => line.units < 0)) throw new Changed(stale().refusal);
  await tx.raw(
    `delete from hold_line l using unnest(?::text[], ?::text[]) as t (hold_id, pool_id) where l.hold_id = t.hold_id and l.pool_id = t.pool_id`,
    [lines.map((line) => line.hold_id), lines.map((line) => line.pool_id)] as never,
  );
  const kept = lines.filter((line) => line.units > 0);
  await insertAll(
    tx,
    "hold_line",
    [
      ["hold_id", "text", (line) => line.hold_id],
      ["pool_id", "text", (line) => line.pool_id],
      ["units", "bigint", (line) => line.units],
    ],
    kept,
  );
  await tx.raw(
    `update hold h set state = 'released', updated_at = now()
     where h.id = any(?) and not exists (select from hold_line l where l.hold_id = h.id)`,
    [ids] as never,
  );
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
