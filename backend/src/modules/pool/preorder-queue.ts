import {
  assertTransition,
  isForecastOver,
  KEPT_HOURS,
  PATIENCE_DAYS,
  PREORDER_TRANSITIONS,
  serveQueue,
  type PreorderMail,
  type PreorderState,
  type Queued,
} from "@commonlot/domain";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { appendAll } from "../outbox/append";
import { changeOwnHolds, moveCounters } from "./own-holds";
import { lockPools, writeExplained } from "./queries";

// A pre-order's hold has no clock of its own, and is changed only by who has locked its pool. So the order of locks is: the pool,
// the pre-orders, their holds. Whoever also needs a cart's hold locks that before the pool, as carts do.

/** The last day any forecast of pool `p` names; one that was ended, the day on which it was. */
const LAST_DAY = `(select max(case when f.state = 'declared' then f.ready_to else least(f.ready_to, (f.ended_at at time zone p.tz)::date) end)
  from forecast f where f.pool_id = p.id)`;
const TODAY = `(now() at time zone p.tz)::date`;
/** The hold of the cart `q` went to, as `c`; it is gone when that cart holds nothing any more and is no order. */
const CART_HOLD = `left join hold c on q.state = 'basket' and c.kind = 'cart' and c.owner_id = q.cart_id`;
const DROPPED = `(q.state = 'basket' and (c.id is null or c.state = 'released'))`;

/** What becomes of a pre-order; `held_units`: what is kept for it afterwards. */
export interface Move {
  id: string;
  to: PreorderState;
  held_units: number;
  ended_reason?: "withdrawn" | "unpaid" | "nothing_came" | "cooperative";
}

interface Standing {
  id: string;
  state: PreorderState;
  held_units: number;
}

/** Pools whose queue has something to be done for; those named, or all. One look at an index for pools nobody waits for. */
export async function poolsToServe(sql: Sql, pool_ids: readonly string[] | null): Promise<string[]> {
  const found = await rows<{ id: string }>(
    sql,
    `select distinct p.id from preorder q join pool p on p.id = q.pool_id ${CART_HOLD}
     where q.state in ('waiting', 'kept', 'basket') ${pool_ids === null ? "" : "and q.pool_id = any(?)"}
       and (q.state = 'waiting' and (p.status = 'open' and p.on_hand > p.held or coalesce(${TODAY} > ${LAST_DAY} + ${PATIENCE_DAYS}, true))
            or q.state = 'kept' and q.kept_until <= now() or ${DROPPED})
     order by p.id`,
    pool_ids === null ? [] : [[...pool_ids]],
  );
  return found.map((pool) => pool.id);
}

/**
 * Keeps what is free in these pools for those who wait, before anybody else can take it: called before anything is promised, with all
 * pools of the caller. How many pre-orders it changed.
 */
export async function serveQueues_(tx: Transaction, pool_ids: readonly string[]): Promise<number> {
  const awaited = await row(
    tx,
    `select 1 from preorder where pool_id = any(?) and state in ('waiting', 'kept', 'basket') limit 1`,
    [[...pool_ids]],
  );
  if (!awaited) return 0;
  // Looked at with the pools locked: goods weighed in between the look and the lock would be the caller's, before the queue's.
  await lockPools(tx, pool_ids);
  const due = await poolsToServe(tx, pool_ids);
  let changed = 0;
  for (const pool_id of due) changed += await serveQueue_(tx, pool_id);
  return changed;
}

async function serveQueue_(tx: Transaction, pool_id: string): Promise<number> {
  const pool = await row<{ free: number; today: string; last_day: string | null }>(
    tx,
    // Paid packs that wait for fresh goods come before whoever has not paid.
    `select case when p.status = 'open' then greatest(0, p.on_hand - p.held
              - coalesce((select sum(w.packs * w.pack_units) from short_wait w where w.pool_id = p.id and w.state = 'waiting'), 0)) else 0 end::float8 as free,
            ${TODAY}::text as today, ${LAST_DAY}::text as last_day
     from pool p where p.id = ?`,
    [pool_id],
  );
  const queue = await rows<Queued>(
    tx,
    `select q.id, q.state, q.packs, q.units_per_pack::float8 as units_per_pack, coalesce(l.units, 0)::float8 as held_units,
            coalesce(q.kept_until <= now(), false) as late, ${DROPPED} as dropped
     from preorder q
     left join hold h on h.kind = 'preorder' and h.owner_id = q.id
     left join hold_line l on l.hold_id = h.id and l.pool_id = q.pool_id
     ${CART_HOLD}
     where q.pool_id = ? and q.state in ('waiting', 'kept', 'basket') order by q.confirmed_at, q.id for update of q`,
    [pool_id],
  );
  if (!pool) return 0;
  const served = serveQueue({ free_units: pool.free, over: isForecastOver(pool.last_day, pool.today) }, queue);
  const was = new Map(queue.map((one) => [one.id, one.state]));
  await move_(
    tx,
    pool_id,
    served.map((one): Move => {
      if (one.to !== "lapsed") return one;
      return { ...one, ended_reason: was.get(one.id) === "waiting" ? "nothing_came" : "unpaid" };
    }),
  );
  return served.length;
}

/** Writes what becomes of pre-orders of one pool, that is locked: their holds, the pool's counter, why, and what their buyers are told. */
export async function move_(tx: Transaction, pool_id: string, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const before = await rows<Standing>(
    tx,
    `select q.id, q.state, coalesce(l.units, 0)::float8 as held_units from preorder q
     left join hold h on h.kind = 'preorder' and h.owner_id = q.id
     left join hold_line l on l.hold_id = h.id and l.pool_id = q.pool_id
     where q.id = any(?) order by q.id for update of q`,
    [moves.map((one) => one.id)],
  );
  const standing = new Map(before.map((one) => [one.id, one]));
  const changes = moves.map((one) => {
    const now = standing.get(one.id);
    if (!now) throw new Error(`pre-order ${one.id} is gone`);
    if (now.state !== one.to) {
      const may = assertTransition(PREORDER_TRANSITIONS, now.state, one.to);
      if (!may.ok) throw new Error(may.refusal.message);
    }
    return { ...one, from: now.state, delta: one.held_units - now.held_units };
  });
  const moved = changes.filter((one) => one.delta !== 0);
  const movements = moved.map((one) => ({
    pool_id,
    lot_id: null,
    kind: one.delta > 0 ? ("hold" as const) : ("release" as const),
    on_hand: 0,
    held: one.delta,
    reason: one.delta > 0 ? "preorder holds" : "preorder over",
    person: "system",
    source: one.id,
  }));
  // What is given back goes first, so that a hold never asks for what is not free yet.
  await changeOwnHolds(
    tx,
    "preorder",
    moved.map((one) => ({ owner_id: one.id, pool_id, units: one.delta })),
  );
  await moveCounters(tx, movements);
  await writeExplained(tx, movements);
  await rows(
    tx,
    `update preorder q set state = m.state, updated_at = now(),
       kept_until = case when m.state = 'kept' and q.state = 'waiting' then now() + make_interval(hours => ${KEPT_HOURS})
                         when m.state = 'waiting' then null else q.kept_until end,
       cart_id = case when m.state in ('waiting', 'kept') then null else q.cart_id end,
       ended_at = case when m.state in ('withdrawn', 'lapsed') then now() end, ended_reason = m.reason
     from unnest(?::text[], ?::text[], ?::text[]) as m (id, state, reason) where q.id = m.id`,
    [
      changes.map((one) => one.id),
      changes.map((one) => one.to),
      changes.map((one) => (one.to === "withdrawn" || one.to === "lapsed" ? (one.ended_reason ?? null) : null)),
    ],
  );
  await appendAll(
    tx,
    changes.flatMap((one) => {
      const about = toldOf(one);
      return about === null ? [] : [{ job: "preorder-mail" as const, payload: { preorder_id: one.id, about } }];
    }),
  );
}

/** Once: it is written in the transaction that changes the state. Who withdraws knows. */
function toldOf(move: Move & { from: PreorderState }): PreorderMail | null {
  if (move.to === move.from) return null;
  // Back from a basket that came to nothing: they know that it is here, and its time runs on.
  if (move.to === "kept") return move.from === "waiting" ? "kept" : null;
  return move.to === "lapsed" ? (move.ended_reason as "unpaid" | "nothing_came" | "cooperative") : null;
}
