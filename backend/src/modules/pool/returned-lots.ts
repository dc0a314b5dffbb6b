import { newId } from "../../lib/ids";
import type { Transaction } from "../../lib/sql";
import { changeLots, insertChildren_ } from "./lots";
import { writeMovements } from "./queries";
import type { PoolRow } from "./types";

/** Stands on both movements; households and desk read it in their language. */
const RETURNED_PARTED = "came back and was paid for by a claim";

/**
 * Goods that came back by a claim leave the lots they came from and are lots of their own, whose owner is the claim: their
 * households have been paid for them. Same harvest, day and grade, recalled with them; the pool has as much as before. The pool
 * is locked.
 */
export async function partReturned_(
  tx: Transaction,
  of: { id: string; claim_id: string; person: string },
  pool: Pick<PoolRow, "id" | "grade">,
  shares: readonly { lot_id: string; units: number }[],
): Promise<void> {
  const parts = shares.map((share) => ({ ...share, to: newId("lot") }));
  await changeLots(
    tx,
    parts.map(({ lot_id, units }) => ({ lot_id, sellable: -units })),
  );
  const made = await insertChildren_(
    tx,
    of.person,
    parts.map(({ lot_id, to, units }) => ({
      id: to,
      parent_id: lot_id,
      pool_id: pool.id,
      units,
      sellable: units,
      grade: pool.grade,
      idempotency_key: `${of.id}:${lot_id}`,
      input_hash: "",
      returned_for: of.claim_id,
    })),
  );
  if (made.length !== parts.length) throw new Error(`goods ${of.id} were put back on sale before`);
  await writeMovements(
    tx,
    parts.flatMap(({ lot_id, to, units }) => [
      { pool_id: pool.id, lot_id, kind: "split" as const, on_hand: -units, held: 0 },
      { pool_id: pool.id, lot_id: to, kind: "split" as const, on_hand: units, held: 0 },
    ]),
    { reason: RETURNED_PARTED, person: of.person, source: of.id },
  );
}
