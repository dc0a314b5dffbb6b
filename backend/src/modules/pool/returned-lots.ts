import { newId } from "../../lib/ids";
import type { Transaction } from "../../lib/sql";
import { changeLots } from "./lots";
import { writeMovements } from "./queries";

/** Stands on both movements; households and desk read it in their language. */
export const RETURNED_PARTED = "came back and was paid for by a claim";

/**
 * Goods that came back by a claim leave the lots they came from and are lots of their own, whose owner is the claim: their
 * households have been paid for them. Same harvest, day and grade; the pool has as much as before. The pool is locked.
 */
export async function partReturned_(
  tx: Transaction,
  of: { id: string; claim_id: string; person: string },
  pool_id: string,
  shares: readonly { lot_id: string; units: number }[],
): Promise<void> {
  const parts = shares.map((share) => ({ ...share, to: newId("lot") }));
  await changeLots(
    tx,
    parts.map(({ lot_id, units }) => ({ lot_id, sellable: -units })),
  );
  await tx.raw(
    `insert into lot (id, number, pool_id, cooperative_id, household_id, harvested_on, best_before, units, sellable_units, grade, weigher_id,
                      idempotency_key, input_hash, parent_lot_id, returned_for)
     select p.id, 'W' || lpad(nextval('lot_number')::text, 7, '0'), l.pool_id, l.cooperative_id, l.household_id, l.harvested_on, l.best_before,
            p.units, p.units, l.grade, ?, ? || ':' || l.id, '', l.id, ?
     from unnest(?::text[], ?::text[], ?::bigint[]) as p (id, lot_id, units) join lot l on l.id = p.lot_id order by l.id`,
    [
      of.person,
      of.id,
      of.claim_id,
      parts.map((part) => part.to),
      parts.map((part) => part.lot_id),
      parts.map((part) => part.units),
    ] as never,
  );
  await writeMovements(
    tx,
    parts.flatMap(({ lot_id, to, units }) => [
      { pool_id, lot_id, kind: "split" as const, on_hand: -units, held: 0 },
      { pool_id, lot_id: to, kind: "split" as const, on_hand: units, held: 0 },
    ]),
    { reason: RETURNED_PARTED, person: of.person, source: of.id },
  );
}
