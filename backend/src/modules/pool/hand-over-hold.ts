import { newId } from "../../lib/ids";
import { row, rows, type Transaction } from "../../lib/sql";
import { SOFT_HOLD_S } from "./holds";
import { writeExplained } from "./queries";
import type { PoolUnits } from "./types";

type Ended = "preorder over" | "quote accepted";

/**
 * What was kept for a buyer becomes their new cart's: the lines change hands and no counter moves, so nobody else can take them in
 * between. The cart's hold ends at `until`, and not before a payment has had its time. The caller has locked the pools and the hold
 * `hold_id`, in the order its kind needs; the cart is new, so nobody else knows it.
 */
export function handOverToCart_(
  tx: Transaction,
  input: { hold_id: string; cart_id: string; until: Date; source: string; ended: Ended },
): Promise<void> {
  const { hold_id, source, ...rest } = input;
  return handAllOverToCart_(tx, { ...rest, holds: [{ hold_id, source }] });
}

/** As `handOverToCart_`, of several holds to one cart: what they hold of one pool is one line of it. */
export async function handAllOverToCart_(
  tx: Transaction,
  input: {
    holds: readonly { hold_id: string; source: string }[];
    cart_id: string;
    until: Date;
    ended: Ended;
  },
): Promise<void> {
  const cart = await row<{ id: string }>(
    tx,
    `insert into hold (id, kind, owner_id, state, run_id, expires_at)
     values (?, 'cart', ?, 'soft', '', greatest(?::timestamptz, now() + make_interval(secs => ?))) on conflict do nothing returning id`,
    [newId("hold"), input.cart_id, input.until, SOFT_HOLD_S],
  );
  if (!cart) throw new Error(`cart ${input.cart_id} holds something already`);
  const hold_ids = input.holds.map((one) => one.hold_id);
  const lines = await rows<PoolUnits & { hold_id: string }>(
    tx,
    `with moved as (delete from hold_line where hold_id = any(?) returning hold_id, pool_id, units),
     kept as (insert into hold_line (hold_id, pool_id, units) select ?, pool_id, sum(units)::bigint from moved group by pool_id)
     select hold_id, pool_id, units::float8 as units from moved order by hold_id, pool_id`,
    [hold_ids, cart.id],
  );
  await tx.raw(`update hold set state = 'released', expires_at = null, updated_at = now() where id = any(?)`, [
    hold_ids,
  ] as never);
  const source_of = new Map(input.holds.map((one) => [one.hold_id, one.source]));
  await writeExplained(
    tx,
    lines.flatMap(({ hold_id, pool_id, units }) => [
      {
        pool_id,
        lot_id: null,
        kind: "release" as const,
        on_hand: 0,
        held: -units,
        reason: input.ended,
        person: "system",
        source: source_of.get(hold_id) ?? "",
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
