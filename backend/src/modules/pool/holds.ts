import { randomUUID } from "node:crypto";
import { decideHoldDelta, ok, refuse, type HoldState, type Refusal, type Result } from "@commonlot/domain";
import type { Transaction } from "../../lib/sql";
import { row, rows } from "../../lib/sql";
import { append } from "../outbox/append";
import { keepExpiredFromSale_ } from "./expiry";
import { serveQueues_ } from "./preorder-queue";
import { keepRecalledFromSale_ } from "./recall-holds";
import { changeCounters, lockPools, writeMovements } from "./queries";
import type { PoolRow, PoolUnits } from "./types";

/** A soft hold lasts this long: time to find the card and pass 3-D Secure. */
export const SOFT_HOLD_S = 15 * 60;
/** When nobody reported the end of a completion, the judge looks after this long. */
export const RECONCILE_AFTER_S = 120;

export interface HoldRow {
  id: string;
  state: HoldState;
  run_id: string;
  order_id: string | null;
  expires_at: Date | null;
  updated_at: Date;
  age_s: number;
}

/** What a cart asks to hold. `soft`: payment starts; otherwise it completes. */
export interface CartHold {
  cart_id: string;
  run_id: string;
  lines: readonly PoolUnits[];
  soft: boolean;
}

export interface HoldBefore {
  state: HoldState;
  expires_at: Date | null;
  lines: PoolUnits[];
}

export type HoldRefusal = Refusal<"insufficient_stock" | "already_ordered"> & { short?: ShortPool[] };

export interface ShortPool {
  pool_id: string;
  wanted: number;
  available: number;
}

export const ALREADY_ORDERED: HoldRefusal = {
  reason: "already_ordered",
  message: "This cart is already an order.",
};

/** Ends the transaction and carries a refusal out of it. */
class Refused extends Error {
  constructor(readonly refusal: HoldRefusal) {
    super(refusal.message);
  }
}

/** Unwraps `Refused` around a transaction: the transaction is rolled back, the caller gets a value. */
export async function refusable<T>(work: () => Promise<T>): Promise<Result<T, HoldRefusal>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/**
 * Sets what a cart holds to exactly `lines`, whatever it held before: delta up or down, one statement for all pools.
 * `soft` ends by clock; otherwise the hold is pending and ends only by compensation or reconcile.
 * Returns what stood before, for undoing. Throws `Refused` (use `refusable`) when a pool has not enough.
 */
export async function holdForCart_(tx: Transaction, input: CartHold): Promise<HoldBefore> {
  const hold = await lockHold(tx, input.cart_id, true);
  if (hold.state === "confirmed" || hold.state === "consumed") {
    throw new Refused(ALREADY_ORDERED);
  }
  const before = await linesOf(tx, hold);
  // A completion is under way: a soft hold may not make it end by clock.
  const soft = input.soft && hold.state !== "pending";
  await releaseExpired_(
    tx,
    input.lines.map((l) => l.pool_id),
    hold.id,
  );
  await setLines(tx, hold.id, before.lines, input.lines, {
    reason: soft ? "checkout started" : "cart completes",
    source: input.cart_id,
  });
  await tx.raw(
    `update hold set state = ?, run_id = ?, order_id = null, updated_at = now(),
       expires_at = case when ? then greatest(expires_at, now() + make_interval(secs => ?)) end where id = ?`,
    [soft ? "soft" : "pending", input.run_id, soft, SOFT_HOLD_S, hold.id],
  );
  if (!soft) {
    await append(tx, {
      job: "reconcile",
      payload: { cart_id: input.cart_id },
      due_at: new Date(Date.now() + RECONCILE_AFTER_S * 1000),
      dedup_key: `${input.cart_id}:${input.run_id}`,
    });
  }
  return before;
}

/** Puts back what stood before the run `run_id`, unless a later run or an order has taken over since. */
export async function undoHold_(
  tx: Transaction,
  input: { cart_id: string; run_id: string; before: HoldBefore },
): Promise<boolean> {
  const hold = await lockHold(tx, input.cart_id, false);
  if (!hold || hold.state !== "pending" || hold.run_id !== input.run_id) return false;
  const now = await linesOf(tx, hold);
  const state = input.before.lines.length === 0 ? "released" : input.before.state;
  await setLines(tx, hold.id, now.lines, input.before.lines, { reason: "completion undone", source: input.cart_id });
  await tx.raw(`update hold set state = ?, expires_at = ?, updated_at = now() where id = ?`, [
    state,
    state === "soft" ? input.before.expires_at : null,
    hold.id,
  ] as never);
  return true;
}

/**
 * The order stands and is paid for: the promise is kept from now on, and allocation and capture are sent on their way,
 * all in one commit. A hold that was given back in the meantime is taken anew; throws `Refused` when that can't be.
 */
export async function confirmHold_(
  tx: Transaction,
  input: { cart_id: string; order_id: string; lines: readonly PoolUnits[] },
): Promise<void> {
  const hold = await lockHold(tx, input.cart_id, true);
  if ((hold.state === "confirmed" || hold.state === "consumed") && hold.order_id === input.order_id) return;
  const before = await linesOf(tx, hold);
  await setLines(tx, hold.id, before.lines, input.lines, { reason: "order confirmed", source: input.order_id });
  await tx.raw(
    `update hold set state = 'confirmed', order_id = ?, expires_at = null, updated_at = now() where id = ?`,
    [input.order_id, hold.id],
  );
  // Medusa reserved for this order meanwhile: let the mirror look again.
  await tx.raw(`update pool set version = version + 1 where id in (select pool_id from hold_line where hold_id = ?)`, [
    hold.id,
  ]);
  // After the pools, as everybody locks them.
  await tx.raw(
    `update preorder set state = 'ordered', order_id = ?, ended_at = now(), updated_at = now() where cart_id = ? and state = 'basket'`,
    [input.order_id, input.cart_id],
  );
  await append(tx, { job: "allocate", payload: { order_id: input.order_id }, dedup_key: input.order_id });
  await append(tx, { job: "capture", payload: { order_id: input.order_id }, dedup_key: input.order_id });
  await append(tx, {
    job: "order-notice",
    payload: { order_id: input.order_id, about: "placed" },
    dedup_key: `${input.order_id}:placed`,
  });
}

/** Gives a cart's hold back, and sends the payment sessions named to be voided. Harmless when repeated. */
export async function releaseHold_(
  tx: Transaction,
  input: { cart_id: string; reason: string; void_session_ids: readonly string[] },
): Promise<boolean> {
  const hold = await lockHold(tx, input.cart_id, false);
  for (const payment_session_id of input.void_session_ids) {
    // Not once and for all: a card may be authorised after it was looked at, and the judge then asks again.
    await append(tx, { job: "void-payment", payload: { payment_session_id } });
  }
  // A confirmed hold goes back with its order and its allocation (releaseOrder); what has shipped is gone.
  if (!hold || (hold.state !== "soft" && hold.state !== "pending")) return false;
  const before = await linesOf(tx, hold);
  await setLines(tx, hold.id, before.lines, [], { reason: input.reason, source: input.cart_id });
  await tx.raw(`update hold set state = 'released', expires_at = null, updated_at = now() where id = ?`, [hold.id]);
  return true;
}

/** Gives back soft holds whose time is over; for the pools named, or everywhere. Skips holds that are in use right now. */
export async function releaseExpired_(
  tx: Transaction,
  pool_ids: readonly string[] | null,
  ...except: readonly string[]
): Promise<number> {
  const expired = await rows<HoldRow>(
    tx,
    `select h.id, h.state, h.run_id, h.order_id, h.expires_at, h.updated_at, 0 as age_s from hold h
     where h.expires_at < now() and h.id <> all(?)
       and (?::text[] is null or exists (select 1 from hold_line l where l.hold_id = h.id and l.pool_id = any(?::text[])))
     order by h.id limit 1000 for update skip locked`,
    [[...except], pool_ids, pool_ids] as never,
  );
  if (expired.length === 0) return 0;
  const freed = await rows<PoolUnits>(
    tx,
    `select pool_id, sum(units)::float8 as units from hold_line where hold_id = any(?) group by pool_id order by pool_id`,
    [expired.map((h) => h.id)],
  );
  // With the pools of the caller still unlocked, this keeps the order of locks: holds first, then pools by id.
  await lockPools(tx, [...new Set([...freed.map((f) => f.pool_id), ...(pool_ids ?? [])])]);
  await changeCounters(
    tx,
    freed.map((f) => ({ pool_id: f.pool_id, on_hand: 0, held: -f.units })),
  );
  await writeMovements(
    tx,
    freed.map((f) => ({ pool_id: f.pool_id, lot_id: null, kind: "release", on_hand: 0, held: -f.units })),
    {
      reason: "hold expired",
      person: "system",
      source: expired.length === 1 ? (expired[0]?.id ?? "") : `${expired.length} holds`,
    },
  );
  await tx.raw(`delete from hold_line where hold_id = any(?)`, [expired.map((h) => h.id)]);
  await tx.raw(`update hold set state = 'released', expires_at = null, updated_at = now() where id = any(?)`, [
    expired.map((h) => h.id),
  ]);
  await keepRecalledFromSale_(
    tx,
    freed.map((f) => f.pool_id),
  );
  return expired.length;
}

export async function holdOfCart(sql: Transaction, cart_id: string): Promise<HoldRow | undefined> {
  return row<HoldRow>(
    sql,
    `select id, state, run_id, order_id, expires_at, updated_at, extract(epoch from now() - updated_at)::float8 as age_s
     from hold where kind = 'cart' and owner_id = ?`,
    [cart_id],
  );
}

async function lockHold(tx: Transaction, cart_id: string, make: true): Promise<HoldRow>;
async function lockHold(tx: Transaction, cart_id: string, make: boolean): Promise<HoldRow | undefined>;
async function lockHold(tx: Transaction, cart_id: string, make: boolean): Promise<HoldRow | undefined> {
  if (make) {
    await tx.raw(
      `insert into hold (id, kind, owner_id, state, run_id) values (?, 'cart', ?, 'released', '') on conflict do nothing`,
      [`hold_${randomUUID().replaceAll("-", "")}`, cart_id],
    );
  }
  return row<HoldRow>(
    tx,
    `select id, state, run_id, order_id, expires_at, updated_at, extract(epoch from now() - updated_at)::float8 as age_s
     from hold where kind = 'cart' and owner_id = ? for update`,
    [cart_id],
  );
}

async function linesOf(tx: Transaction, hold: HoldRow): Promise<HoldBefore> {
  const lines = await rows<PoolUnits>(
    tx,
    `select pool_id, units::float8 as units from hold_line where hold_id = ? order by pool_id`,
    [hold.id],
  );
  return { state: hold.state, expires_at: hold.expires_at, lines };
}

/** Moves the counters from `before` to `after` and writes the lines and movements; throws `Refused` when there is not enough. */
export async function setLines(
  tx: Transaction,
  hold_id: string,
  before: readonly PoolUnits[],
  after: readonly PoolUnits[],
  because: { reason: string; source: string; person?: string },
): Promise<void> {
  const toMap = (lines: readonly PoolUnits[]) => new Map(lines.map((l) => [l.pool_id, l.units]));
  const deltas = decideHoldDelta(toMap(before), toMap(after));
  if (deltas.length === 0) return;
  const pool_ids = deltas.map((d) => d.pool_id);
  if (deltas.some((d) => d.delta_units > 0)) {
    // All pools of the change, also those that only give back: whatever locks them locks them all, in their order.
    await keepExpiredFromSale_(tx, pool_ids);
    await keepRecalledFromSale_(tx, pool_ids);
    await serveQueues_(tx, pool_ids);
  }
  const changed = await changeCounters(
    tx,
    deltas.map((d) => ({ pool_id: d.pool_id, on_hand: 0, held: d.delta_units })),
  );
  if (changed.length !== deltas.length) {
    const missing = deltas.filter((d) => !changed.includes(d.pool_id)).map((d) => d.pool_id);
    throw new Refused(await shortage(tx, missing, before, after));
  }
  await writeMovements(
    tx,
    deltas.map((d) => ({
      pool_id: d.pool_id,
      lot_id: null,
      kind: d.delta_units > 0 ? "hold" : "release",
      on_hand: 0,
      held: d.delta_units,
    })),
    { person: "system", ...because },
  );
  await tx.raw(`delete from hold_line where hold_id = ?`, [hold_id]);
  if (after.length > 0) {
    await tx.raw(`insert into hold_line (hold_id, pool_id, units) select ?, * from unnest(?::text[], ?::bigint[])`, [
      hold_id,
      after.map((l) => l.pool_id),
      after.map((l) => l.units),
    ] as never);
  }
  const less = deltas.filter((d) => d.delta_units < 0).map((d) => d.pool_id);
  if (less.length > 0) await keepRecalledFromSale_(tx, less);
}

async function shortage(
  tx: Transaction,
  pool_ids: readonly string[],
  before: readonly PoolUnits[],
  after: readonly PoolUnits[],
): Promise<HoldRefusal> {
  return shortOf(await lockPools(tx, pool_ids), pool_ids, before, after);
}

/** The refusal of a hold that found too little in these pools, with what each could give. */
export function shortOf(
  pools: readonly PoolRow[],
  pool_ids: readonly string[],
  before: readonly PoolUnits[],
  after: readonly PoolUnits[],
): HoldRefusal {
  const short = pool_ids.map((pool_id) => {
    const pool = pools.find((p) => p.id === pool_id);
    const mine = before.find((l) => l.pool_id === pool_id)?.units ?? 0;
    const free = pool && pool.status === "open" ? pool.on_hand - pool.held + mine : 0;
    return { pool_id, wanted: after.find((l) => l.pool_id === pool_id)?.units ?? 0, available: Math.max(0, free) };
  });
  const message =
    "There is not enough of this left for your order. Nothing was charged; please take a smaller quantity.";
  const { refusal } = refuse("insufficient_stock", message, "items");
  return { ...refusal, short };
}
