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
  releaseExpired_,
  shortOf,
  SOFT_HOLD_S,
  type CartHold,
  type HoldBefore,
  type HoldRefusal,
} from "./holds";
import { freeEnded, holding, isShort } from "./holding";
import { lockPools, writeExplained } from "./queries";
import { serveQueues_ } from "./preorder-queue";
import { keepRecalledFromSale_, UNKEPT } from "./recall-holds";
import type { PoolRow, PoolUnits } from "./types";

/** Carts of one group at most: more would only keep their pools locked for longer. */
const GROUP_SIZE = 100;
/** While carts keep coming together, the next group waits so long for those that are about to ask. */
const WINDOW_MS = 2;
/** Who waits longer than this for a group under way begins another: a pool that is slow holds up no other pool for good. */
const SLOW_MS = 50;
/** Groups under way at once: each takes a connection, and on one pool they only wait for each other. */
const LANES = 4;

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
  /** Several came together a moment ago: the next ones are likely to. */
  private busy = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sql: Knex) {}

  hold(input: CartHold): Promise<Answer> {
    return new Promise((answer, fail) => {
      this.waiting.push({ input, answer, fail });
      this.plan();
    });
  }

  /** When the next group begins: at once when nobody is about, after a moment when others are likely to join it. */
  private plan(): void {
    if (this.timer || this.waiting.length === 0 || this.running >= LANES) return;
    if (this.running === 0 && !this.busy) void this.next();
    else this.timer = setTimeout(() => void this.next(), this.running === 0 ? WINDOW_MS : SLOW_MS);
  }

  private async next(): Promise<void> {
    this.timer = undefined;
    const group = this.take();
    if (group.length === 0) return;
    this.busy = group.length > 1;
    this.running += 1;
    try {
      if (group.length === 1) await this.alone(group);
      else await this.together(group);
    } finally {
      this.running -= 1;
      clearTimeout(this.timer);
      this.timer = undefined;
      this.plan();
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
    const short = group.filter((_, index) => tooLittle(answers[index]!));
    // Who has an answer that stands waits for nobody's hold.
    group.forEach((one, index) => !short.includes(one) && one.answer(answers[index]!));
    if (short.length === 0) return;
    if (await this.anyEnded(short)) await this.alone(short);
    else for (const one of short) one.answer(answers[group.indexOf(one)]!);
  }

  /** Whether goods that these asked for were kept by holds that have ended: they are free now. */
  private anyEnded(carts: readonly Waiting[]): Promise<boolean> {
    // Whoever can't look keeps the answer that stands.
    return freeEnded(this.sql, [...new Set(carts.flatMap((one) => poolsOf(one.input)))]).catch(() => false);
  }

  private async alone(group: readonly Waiting[]): Promise<void> {
    for (const one of group) {
      try {
        one.answer(await holding(this.sql, poolsOf(one.input), (tx) => holdForCart_(tx, one.input)));
      } catch (error) {
        one.fail(error);
      }
    }
  }
}

const poolsOf = (cart: CartHold) => cart.lines.map((line) => line.pool_id);
const tooLittle = (answer: Answer) => !answer.ok && isShort(answer.refusal);

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

/**
 * As `holdForCart_` for many carts, first come first served, each all or nothing. Answers in the order of the carts. Few
 * statements: while the pool is locked, every way to the server is time that all others wait.
 */
async function holdTogether_(tx: Transaction, carts: readonly CartHold[]): Promise<Answer[]> {
  const holds = await lockHolds(tx, carts);
  const ids = [...holds.values()].map((hold) => hold.id);
  const wanted = carts.flatMap(poolsOf);
  const { lines, overdue } = await look(tx, ids, wanted);
  const touched = [...new Set([...wanted, ...[...lines.values()].flat().map((line) => line.pool_id)])];
  if (overdue) {
    await releaseExpired_(tx, touched, ...ids);
    await keepExpiredFromSale_(tx, touched);
    await keepRecalledFromSale_(tx, touched);
    await serveQueues_(tx, touched);
  }
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
  const changes = [...sums].filter(([, held]) => held !== 0);
  const lines = granted.flatMap(({ hold, input }) => input.lines.map((line) => ({ hold_id: hold.id, ...line })));
  const changed = await rows<{ id: string }>(
    tx,
    `with lines as (select * from unnest(?::text[], ?::text[], ?::bigint[]) as l (hold_id, pool_id, units)),
     gone as (delete from hold_line h where h.hold_id = any(?::text[])
       and not exists (select from lines l where l.hold_id = h.hold_id and l.pool_id = h.pool_id)),
     set_lines as (insert into hold_line (hold_id, pool_id, units) select * from lines
       on conflict (hold_id, pool_id) do update set units = excluded.units),
     set_holds as (
       update hold h set state = case when g.soft then 'soft' else 'pending' end, run_id = g.run_id, order_id = null, updated_at = now(),
         expires_at = case when g.soft then greatest(h.expires_at, now() + make_interval(secs => ?)) end
       from unnest(?::text[], ?::text[], ?::boolean[]) as g (id, run_id, soft) where h.id = g.id)
     update pool p set held = p.held + w.held, version = p.version + 1, updated_at = now()
     from unnest(?::text[], ?::bigint[]) as w (pool_id, held) where p.id = w.pool_id returning p.id`,
    [
      lines.map((line) => line.hold_id),
      lines.map((line) => line.pool_id),
      lines.map((line) => line.units),
      granted.map((one) => one.hold.id),
      SOFT_HOLD_S,
      granted.map((one) => one.hold.id),
      granted.map((one) => one.input.run_id),
      granted.map((one) => one.soft),
      changes.map(([pool_id]) => pool_id),
      changes.map(([, held]) => held),
    ],
  );
  if (changed.length !== changes.length) throw new Error("a pool of a group of holds is gone");
  await writeExplained(tx, granted.flatMap(movementsOf));
  const less = changes.filter(([, held]) => held < 0).map(([pool_id]) => pool_id);
  if (less.length > 0) await keepRecalledFromSale_(tx, less);
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

function movementsOf({ input, soft, deltas }: Decided) {
  return deltas.map((delta) => ({
    pool_id: delta.pool_id,
    lot_id: null,
    kind: delta.delta_units > 0 ? ("hold" as const) : ("release" as const),
    on_hand: 0,
    held: delta.delta_units,
    reason: soft ? "checkout started" : "cart completes",
    person: "system",
    source: input.cart_id,
  }));
}

/** Makes what is missing and locks all, in the order of their owners: two groups never wait for each other in a ring. */
async function lockHolds(tx: Transaction, carts: readonly CartHold[]): Promise<Map<string, GroupHold>> {
  const owners = carts.map((cart) => cart.cart_id).sort();
  const found = await rows<GroupHold>(
    tx,
    `insert into hold (id, kind, owner_id, state, run_id)
     select g.id, 'cart', g.owner_id, 'released', '' from unnest(?::text[], ?::text[]) with ordinality as g (id, owner_id, place) order by g.place
     on conflict (kind, owner_id) do update set owner_id = excluded.owner_id
     returning id, owner_id, state, expires_at`,
    [owners.map(() => newId("hold")), owners],
  );
  return new Map(found.map((hold) => [hold.owner_id, hold]));
}

/** With the holds locked: what they hold, and whether anything in these pools ran out that would have to be seen to first. */
async function look(
  tx: Transaction,
  hold_ids: readonly string[],
  pool_ids: readonly string[],
): Promise<{ lines: Map<string, PoolUnits[]>; overdue: boolean }> {
  const found = await rows<{ lines: (PoolUnits & { hold_id: string })[] | null; overdue: boolean }>(
    tx,
    // Few holds are overdue at any moment: they are looked up first, whatever the planner thinks of their number.
    `with late as materialized (select id from hold where expires_at < now() and id <> all(?))
     select (select json_agg(l order by l.hold_id, l.pool_id) from hold_line l where l.hold_id = any(?)) as lines,
       exists (select from late join hold_line l on l.hold_id = late.id where l.pool_id = any(?))
       or exists (select from lot l join pool p on p.id = l.pool_id where l.pool_id = any(?) and l.allocated + l.wasted < l.sellable_units
                  and l.best_before < (now() at time zone p.tz)::date)
       or exists (select from lot l join pool p on p.id = l.pool_id where l.pool_id = any(?) and l.blocked_at is not null and p.on_hand > p.held
                  and ${UNKEPT})
       or exists (select from preorder q where q.pool_id = any(?) and q.state in ('waiting', 'kept', 'basket')) as overdue`,
    [[...hold_ids], [...hold_ids], [...pool_ids], [...pool_ids], [...pool_ids], [...pool_ids]],
  );
  const lines = new Map<string, PoolUnits[]>();
  for (const { hold_id, pool_id, units } of found[0]?.lines ?? []) {
    lines.set(hold_id, [...(lines.get(hold_id) ?? []), { pool_id, units }]);
  }
  return { lines, overdue: found[0]?.overdue ?? true };
}

const unitsOf = (lines: readonly PoolUnits[]) => new Map(lines.map((line) => [line.pool_id, line.units]));
