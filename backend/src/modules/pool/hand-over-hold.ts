import { newId } from "../../lib/ids";
import { row, rows, type Transaction } from "../../lib/sql";
import { SOFT_HOLD_S } from "./holds";
import { writeExplained } from "./queries";
import type { PoolUnits } from "./types";

/**
 * What was kept for a buyer becomes their new cart's: the lines change hands and no counter moves, so nobody else can take them in
 * between. The cart's hold ends at `until`, and not before a payment has had its time. The caller has locked the pools and the hold
 * `hold_id`, in the order its kind needs; the cart is new, so nobody else knows it.
 */
export async function handOverToCart_(
  tx: Transaction,
  input: { hold_id: string; cart_id: string; until: Date; source: string; ended: "preorder over" | "quote accepted" },
): Promise<void> {
  const cart = await row<{ id: string }>(
    tx,
    `insert into hold (id, kind, owner_id, state, run_id, expires_at)
     values (?, 'cart', ?, 'soft', '', greatest(?::timestamptz, now() + make_interval(secs => ?))) on conflict do nothing returning id`,
    [newId("hold"), input.cart_id, input.until, SOFT_HOLD_S],
  );
  if (!cart) throw new Error(`cart ${input.cart_id} holds something already`);
  const lines = await rows<PoolUnits>(
    tx,
    `update hold_line set hold_id = ? where hold_id = ? returning pool_id, units::float8 as units`,
    [cart.id, input.hold_id],
  );
  await tx.raw(`update hold set state = 'released', expires_at = null, updated_at = now() where id = ?`, [
    input.hold_id,
  ]);
  await writeExplained(
    tx,
    lines.flatMap(({ pool_id, units }) => [
      {
        pool_id,
        lot_id: null,
        kind: "release" as const,
        on_hand: 0,
        held: -units,
        reason: input.ended,
        person: "system",
        source: input.source,
      },
      {
        pool_id,
        lot_id: null,
        kind: "hold" as const,
        on_hand: 0,
        held: units,
        reason: "checkout started",
        person: "system",
        source: input.cart_id,
      },
    ]),
  );
}
