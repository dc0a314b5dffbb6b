import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { decideHoldDelta, type HoldDelta, type HoldState, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import type { Transaction } from "../../lib/sql";
import { inTransaction, rows } from "../../lib/sql";
import { appendAll } from "../outbox/append";
import { keepExpiredFromSale_ } from "./expiry";
import {
  ALREADY_ORDERED,
  holdForCart_,
  RECONCILE_AFTER_S,
  refusable,
  releaseExpired_,
  shortOf,
  SOFT_HOLD_S,
  type CartHold,
  type HoldBefore,
  type HoldRefusal,
} from "./holds";
import { changeCounters, lockPools, writeExplained } from "./queries";
import type { PoolRow, PoolUnits } from "./types";

/** Carts of one group at most: more would only keep their pools locked for longer. */
const GROUP_SIZE = 100;
/** Who waits longer than this for the group under way begins another, so that a slow pool holds up nobody else. */
const WINDOW_MS = 2;

type Answer = Result<HoldBefore, HoldRefusal>;

interface Waiting {
  input: CartHold;
  answer: (answer: Answer) => void;
  fail: (error: unknown) => void;
}

/**
 * Holds of carts that come at the same time are written together: one transaction, one commit to the disk for all of them.
 * Alone a hold goes its own way at once and waits for nobody. Each gets its own answer; who finds too little is refused
 * and the others are not. When a group fails, every one of it is tried alone.
 */
export class HoldGroups {
  private waiting: Waiting[] = [];
  private running = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sql: Knex) {}

  hold(input: CartHold): Promise<Answer> {
    return new Promise((answer, fail) => {
      this.waiting.push({ input, answer, fail });
      if (this.running === 0) void this.next();
      else this.timer ??= setTimeout(() => void this.next(), WINDOW_MS);
    });
  }

  private async next(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const group = this.take();
    if (group.length === 0) return;
    this.running += 1;
    try {
      if (group.length === 1) await this.alone(group);
      else await this.together(group);
    } finally {
      this.running -= 1;
      if (this.waiting.length > 0) void this.next();
    }
  }

  /** As many as one group may have, each cart once: a second try of the same cart waits for its first. */
  private take(): Waiting[] {
    const carts = new Set<string>();
    const group: Waiting[] = [];
    const left: Waiting[] = [];
    for (const one of this.waiting) {
      if (group.length >= GROUP_SIZE || carts.has(one.input.cart_id)) left.push(one);
      else group.push(one);
      carts.add(one.input.cart_id);
    }
    this.waiting = left;
    return group;
  }

  private async together(group: readonly Waiting[]): Promise<void> {
    let answers: Answer[];
    try {
      answers = await inTransaction(this.sql, (tx) =>
        holdTogether_(
          tx,
          group.map((one) => one.input),
        ),
      );
    } catch {
      await this.alone(group);
      return;
    }
    group.forEach((one, index) => one.answer(answers[index]!));
  }

  private async alone(group: readonly Waiting[]): Promise<void> {
    for (const one of group) {
      try {
        one.answer(await refusable(() => inTransaction(this.sql, (tx) => holdForCart_(tx, one.input))));
      } catch (error) {
        one.fail(error);
      }
    }
  }
}

interface GroupHold {
  id: string;
  owner_id: string;
  state: HoldState;
  expires_at: Date | null;
}

interface Decided {
  input: CartHold;
  hold: GroupHold;
  soft: boolean;
  before: HoldBefore;
  deltas: HoldDelta[];
}

/** As `holdForCart_` for many carts, first come first served, each all or nothing. Answers in the order of the carts. */
async function holdTogether_(tx: Transaction, carts: readonly CartHold[]): Promise<Answer[]> {
  const holds = await lockHolds(tx, carts);
  const ids = [...holds.values()].map((hold) => hold.id);
  const lines = await linesOf(tx, ids);
  const touched = [
    ...new Set([...carts.flatMap((cart) => cart.lines), ...[...lines.values()].flat()].map((l) => l.pool_id)),
  ];
  await releaseExpired_(tx, touched, ...ids);
  await keepExpiredFromSale_(tx, touched);
  const pools = new Map((await lockPools(tx, touched)).map((pool) => [pool.id, pool]));

  const granted: Decided[] = [];
  const answers = carts.map((input): Answer => {
    const hold = holds.get(input.cart_id);
    if (!hold) throw new Error(`no hold for cart ${input.cart_id}`);
    if (hold.state === "confirmed" || hold.state === "consumed") return { ok: false, refusal: ALREADY_ORDERED };
    const before = { state: hold.state, expires_at: hold.expires_at, lines: lines.get(hold.id) ?? [] };
    const deltas = decideHoldDelta(unitsOf(before.lines), unitsOf(input.lines));
    const missing = deltas.filter((delta) => !fits(pools.get(delta.pool_id), delta)).map((delta) => delta.pool_id);
    if (missing.length > 0)
      return { ok: false, refusal: shortOf([...pools.values()], missing, before.lines, input.lines) };
    // What this one takes is gone for the next.
    for (const { pool_id, delta_units } of deltas) {
      const pool = pools.get(pool_id)!;
      pools.set(pool_id, { ...pool, held: pool.held + delta_units });
    }
    granted.push({ input, hold, soft: input.soft && hold.state !== "pending", before, deltas });
    return { ok: true, value: before };
  });
  await write(tx, granted);
  return answers;
}

function fits(pool: PoolRow | undefined, { delta_units }: HoldDelta): boolean {
  if (!pool) return false;
  const held = pool.held + delta_units;
  return held >= 0 && held <= pool.on_hand && (delta_units <= 0 || pool.status === "open");
}

async function write(tx: Transaction, granted: readonly Decided[]): Promise<void> {
  if (granted.length === 0) return;
  const sums = new Map<string, number>();
  for (const { pool_id, delta_units } of granted.flatMap((one) => one.deltas)) {
    sums.set(pool_id, (sums.get(pool_id) ?? 0) + delta_units);
  }
  const changes = [...sums].filter(([, held]) => held !== 0).map(([pool_id, held]) => ({ pool_id, on_hand: 0, held }));
  const changed = await changeCounters(tx, changes);
  if (changed.length !== changes.length) throw new Error("a group of holds would promise more than is there");
  await writeExplained(
    tx,
    granted.flatMap(({ input, soft, deltas }) =>
      deltas.map((delta) => ({
        pool_id: delta.pool_id,
        lot_id: null,
        kind: delta.delta_units > 0 ? ("hold" as const) : ("release" as const),
        on_hand: 0,
        held: delta.delta_units,
        reason: soft ? "checkout started" : "cart completes",
        person: "system",
        source: input.cart_id,
      })),
    ),
  );
  const moved = granted.filter((one) => one.deltas.length > 0);
  await tx.raw(`delete from hold_line where hold_id = any(?)`, [moved.map((one) => one.hold.id)] as never);
  const lines = moved.flatMap(({ hold, input }) => input.lines.map((line) => ({ hold_id: hold.id, ...line })));
  await tx.raw(
    `insert into hold_line (hold_id, pool_id, units) select * from unnest(?::text[], ?::text[], ?::bigint[])`,
    [lines.map((l) => l.hold_id), lines.map((l) => l.pool_id), lines.map((l) => l.units)] as never,
  );
  await tx.raw(
    `update hold h set state = case when g.soft then 'soft' else 'pending' end, run_id = g.run_id, order_id = null, updated_at = now(),
       expires_at = case when g.soft then now() + make_interval(secs => ?) end
     from unnest(?::text[], ?::text[], ?::boolean[]) as g (id, run_id, soft) where h.id = g.id`,
    [
      SOFT_HOLD_S,
      granted.map((one) => one.hold.id),
      granted.map((one) => one.input.run_id),
      granted.map((one) => one.soft),
    ] as never,
  );
  await appendAll(
    tx,
    granted
      .filter((one) => !one.soft)
      .map(({ input }) => ({
        job: "reconcile" as const,
        payload: { cart_id: input.cart_id },
        due_at: new Date(Date.now() + RECONCILE_AFTER_S * 1000),
        dedup_key: `${input.cart_id}:${input.run_id}`,
      })),
  );
}

/** Makes what is missing and locks all, in the order of their owners: two groups never wait for each other in a ring. */
async function lockHolds(tx: Transaction, carts: readonly CartHold[]): Promise<Map<string, GroupHold>> {
  const owners = carts.map((cart) => cart.cart_id).sort();
  await tx.raw(
    `insert into hold (id, kind, owner_id, state, run_id)
     select * from (select g.id, 'cart', g.owner_id, 'released', '' from unnest(?::text[], ?::text[]) as g (id, owner_id) order by g.owner_id) g
     on conflict do nothing`,
    [owners.map(() => newId("hold")), owners] as never,
  );
  const found = await rows<GroupHold>(
    tx,
    `select id, owner_id, state, expires_at from hold where kind = 'cart' and owner_id = any(?) order by owner_id for update`,
    [owners],
  );
  return new Map(found.map((hold) => [hold.owner_id, hold]));
}

async function linesOf(tx: Transaction, hold_ids: readonly string[]): Promise<Map<string, PoolUnits[]>> {
  const found = await rows<PoolUnits & { hold_id: string }>(
    tx,
    `select hold_id, pool_id, units::float8 as units from hold_line where hold_id = any(?) order by hold_id, pool_id`,
    [[...hold_ids]],
  );
  const lines = new Map<string, PoolUnits[]>();
  for (const { hold_id, pool_id, units } of found) {
    lines.set(hold_id, [...(lines.get(hold_id) ?? []), { pool_id, units }]);
  }
  return lines;
}

const unitsOf = (lines: readonly PoolUnits[]) => new Map(lines.map((line) => [line.pool_id, line.units]));
