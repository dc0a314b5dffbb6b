import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  decideAdjustment,
  ok,
  refuse,
  type AdjustmentInput,
  type AdjustmentLine,
  type AdjustmentPlan,
  type AdjustmentState,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { earlierForm, formThere, OTHER_FIGURES } from "../../lib/earlier-form";
import { newId } from "../../lib/ids";
import { inputHash } from "../../lib/input-hash";
import { atKey, placeOf } from "../../lib/keyset";
import type { Transaction } from "../../lib/sql";
import { inTransaction, row, rows } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { lockExpiryHolds, shrinkExpiryHolds } from "./expiry-holds";
import { limitFor, policyOf } from "./ledger-policy";
import { changeLots, lockLots, type LedgerLot } from "./lots";
import { changeCounters, lockPools, poolById, writeMovements } from "./queries";
import type { PoolRow } from "./types";

export interface Adjustment {
  id: string;
  pool_id: string;
  kind: "waste" | "adjust";
  reason: string;
  words: string;
  total_units: number;
  limit_units: number;
  state: AdjustmentState;
  proposed_by: string;
  decided_by: string | null;
  decided_words: string | null;
  at: Date;
  at_key: string;
  decided_at: Date | null;
  lines: { lot_id: string; lot_number: string; household_id: string; delta_units: number }[];
}

export interface ProposeAdjustment extends AdjustmentInput {
  cooperative_id: string;
  pool_id: string;
  person: string;
  /** Made by the form: the same key is the same adjustment, however often it is sent. */
  idempotency_key: string;
}

/** Waste and corrections of lots: one person up to the cooperative's limit, two above it. */
export class Adjustments {
  constructor(private readonly sql: Knex) {}

  /** Writes it off at once when one person may; else it waits for a second. */
  propose(input: ProposeAdjustment): Promise<Result<Adjustment, Refusal>> {
    return inTransaction(this.sql, (tx) => this.propose_(tx, input));
  }

  async propose_(tx: Transaction, input: ProposeAdjustment): Promise<Result<Adjustment, Refusal>> {
    const hash = inputHash([input.pool_id, input.kind, input.reason, input.words.trim(), input.lines]);
    const found = await this.lockPool(tx, input.pool_id, input.cooperative_id, input.lines);
    if (!found) return refuse("pool_not_found", "There is no such pool in your cooperative.", "pool_id");
    const { pool, lots } = found;
    // Asked under the pool's lock: the same form sent twice at once waits here for its first, and finds it.
    const { cooperative_id, idempotency_key } = input;
    const key = { cooperative_id, idempotency_key };
    const sent = { input_hash: hash, otherwise: OTHER_FIGURES };
    const before = await earlierForm(tx, "pool_adjustment", key, sent);
    if (before) return before.ok ? this.shown(tx, before.value.id) : before;
    const limit = limitFor(pool, await policyOf(tx, input.cooperative_id));
    const alone_units = await movedAlone(tx, pool.id, input.person);
    const plan = decideAdjustment(input, { ...contextOf(pool, lots, limit), alone_units });
    if (!plan.ok) return plan;

    const id = newId("adj");
    const state: AdjustmentState = plan.value.needs_second ? "proposed" : "approved";
    const made = await row(
      tx,
      `insert into pool_adjustment (id, cooperative_id, pool_id, kind, reason, words, total_units, limit_units, state, proposed_by,
                                    decided_by, idempotency_key, input_hash, decided_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, case when ? then now() end) on conflict on constraint pool_adjustment_once do nothing returning id`,
      [
        id,
        input.cooperative_id,
        pool.id,
        input.kind,
        input.reason,
        input.words.trim(),
        plan.value.total_units,
        limit,
        state,
        input.person,
        state === "approved" ? input.person : null,
        input.idempotency_key,
        hash,
        state === "approved",
      ],
    );
    if (!made) {
      // The same form was sent twice at once: the other one wrote it.
      const theirs = await formThere(tx, "pool_adjustment", key, sent);
      return theirs.ok ? this.shown(tx, theirs.value.id) : theirs;
    }
    await insertAll(
      tx,
      "pool_adjustment_line",
      [
        ["adjustment_id", "text", () => id],
        ["lot_id", "text", (line) => line.lot],
        ["delta_units", "bigint", (line) => line.delta_units],
      ],
      plan.value.lines,
    );
    if (state === "approved") await apply(tx, { id, ...input }, pool, plan.value);
    return this.shown(tx, id);
  }

  /** A second person approves: decided anew on what stands now, since goods may have been sold meanwhile. */
  approve(input: { id: string; cooperative_id: string; person: string }): Promise<Result<Adjustment, Refusal>> {
    return inTransaction(this.sql, (tx) => this.approve_(tx, input));
  }

  async approve_(
    tx: Transaction,
    input: { id: string; cooperative_id: string; person: string },
  ): Promise<Result<Adjustment, Refusal>> {
    const waiting = await this.lock(tx, input);
    if (!waiting.ok) return waiting;
    const { value: given } = waiting;
    if (given.state === "approved" && given.decided_by === input.person) return this.shown(tx, input.id);
    if (given.state !== "proposed") return alreadyDecided(given.state);
    if (given.proposed_by === input.person) {
      return refuse("same_person", "You entered this yourself: above the limit another person must approve it.");
    }
    const lines = given.lines.map((line) => ({ lot: line.lot_id, delta_units: line.delta_units }));
    const found = await this.lockPool(tx, given.pool_id, input.cooperative_id, lines);
    if (!found) return refuse("pool_not_found", "There is no such pool in your cooperative.");
    const plan = decideAdjustment({ ...given, lines }, contextOf(found.pool, found.lots, given.limit_units));
    if (!plan.ok) return plan;
    await this.end(tx, input.id, "approved", input.person, null);
    await apply(
      tx,
      { id: given.id, kind: given.kind, reason: given.reason, words: given.words, person: given.proposed_by },
      found.pool,
      plan.value,
    );
    return this.shown(tx, input.id);
  }

  /** Another person says no, or the proposer takes it back. Nothing of the ledger changes. */
  drop(input: {
    id: string;
    cooperative_id: string;
    person: string;
    words: string;
  }): Promise<Result<Adjustment, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const waiting = await this.lock(tx, input);
      if (!waiting.ok) return waiting;
      if (waiting.value.state !== "proposed") return alreadyDecided(waiting.value.state);
      const state = waiting.value.proposed_by === input.person ? "withdrawn" : "rejected";
      await this.end(tx, input.id, state, input.person, input.words);
      return this.shown(tx, input.id);
    });
  }

  list(input: {
    cooperative_id: string;
    pool_id?: string | undefined;
    waiting?: boolean | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<Adjustment[]> {
    const place = placeOf(input.cursor);
    return rows<Adjustment>(
      this.sql,
      `${SELECT} where a.cooperative_id = ? and (?::text is null or a.pool_id = ?::text) ${input.waiting ? "and a.state = 'proposed'" : ""}
         and (a.at, a.id) < (?::timestamptz, ?) order by a.at desc, a.id desc limit ?`,
      [input.cooperative_id, input.pool_id ?? null, input.pool_id ?? null, place.at, place.id, input.limit] as never,
    );
  }

  private async lock(
    tx: Transaction,
    input: { id: string; cooperative_id: string },
  ): Promise<Result<Adjustment, Refusal>> {
    const there = await row(tx, `select id from pool_adjustment where id = ? and cooperative_id = ? for update`, [
      input.id,
      input.cooperative_id,
    ]);
    if (!there) return refuse("not_found", "There is no such adjustment in your cooperative.");
    return this.shown(tx, input.id);
  }

  /** Holds first, then the pool, then its lots: the order in which everybody locks. */
  private async lockPool(
    tx: Transaction,
    pool_id: string,
    cooperative_id: string,
    lines: readonly AdjustmentLine[],
  ): Promise<{ pool: PoolRow; lots: LedgerLot[] } | undefined> {
    const own = await poolById(tx, pool_id);
    if (!own || own.cooperative_id !== cooperative_id) return undefined;
    const ids = [...new Set(lines.map((line) => line.lot))];
    await lockExpiryHolds(tx, ids);
    const [pool] = await lockPools(tx, [pool_id]);
    return pool && { pool, lots: await lockLots(tx, pool_id, ids) };
  }

  private async end(tx: Transaction, id: string, state: AdjustmentState, person: string, words: string | null) {
    await tx.raw(
      `update pool_adjustment set state = ?, decided_by = ?, decided_words = ?, decided_at = now() where id = ?`,
      [state, person, words, id] as never,
    );
  }

  private async shown(sql: Knex | Transaction, id: string): Promise<Result<Adjustment, Refusal>> {
    const found = await row<Adjustment>(sql, `${SELECT} where a.id = ?`, [id]);
    return found ? ok(found) : refuse("not_found", "There is no such adjustment.");
  }
}

const SELECT = `select a.id, a.pool_id, a.kind, a.reason, a.words, a.total_units::float8 as total_units, a.limit_units::float8 as limit_units,
    a.state, a.proposed_by, a.decided_by, a.decided_words, a.at, ${atKey("a.at")}, a.decided_at,
    (select json_agg(json_build_object('lot_id', x.lot_id, 'lot_number', l.number, 'household_id', l.household_id, 'delta_units', x.delta_units)
       order by l.number) from pool_adjustment_line x join lot l on l.id = x.lot_id where x.adjustment_id = a.id) as lines
  from pool_adjustment a`;

function contextOf(pool: PoolRow, lots: readonly LedgerLot[], limit_units: number) {
  return {
    pool: { on_hand: pool.on_hand, held: pool.held, ...packOf(pool) },
    lots: lots.map((lot) => ({ lot: lot.id, number: lot.number, free: lot.free, expired: lot.expired })),
    limit_units,
  };
}

/** One pack of a pool that is not blendable: it counts in whole packs only. */
export function packOf(pool: PoolRow): { pack?: number } {
  return pool.blendable || pool.pack_units === null ? {} : { pack: pool.pack_units };
}

/** What a person wrote off or put right in a pool within the last day without anybody else. */
async function movedAlone(tx: Transaction, pool_id: string, person: string): Promise<number> {
  const sum = await row<{ units: number }>(
    tx,
    `select coalesce(sum(abs(l.delta_units)), 0)::float8 as units from pool_adjustment a join pool_adjustment_line l on l.adjustment_id = a.id
     where a.pool_id = ? and a.proposed_by = ? and a.state = 'approved' and a.decided_by = a.proposed_by and a.at > now() - interval '24 hours'`,
    [pool_id, person],
  );
  return sum?.units ?? 0;
}

async function apply(
  tx: Transaction,
  adjustment: { id: string; kind: "waste" | "adjust"; reason: string; words: string; person: string },
  pool: PoolRow,
  plan: AdjustmentPlan,
): Promise<void> {
  const waste = adjustment.kind === "waste";
  await changeLots(
    tx,
    plan.lines.map((line) =>
      waste ? { lot_id: line.lot, wasted: -line.delta_units } : { lot_id: line.lot, sellable: line.delta_units },
    ),
  );
  const freed = plan.expired.reduce((sum, one) => sum + one.units, 0);
  await shrinkExpiryHolds(tx, plan.expired);
  const changed = await changeCounters(tx, [{ pool_id: pool.id, on_hand: plan.total_units, held: -freed }]);
  if (changed.length === 0) throw new Error(`adjustment ${adjustment.id}: the pool would promise more than it has`);
  const because = {
    reason: `${adjustment.reason}: ${adjustment.words.trim()}`,
    person: adjustment.person,
    source: adjustment.id,
  };
  const freeing = plan.expired.map((one) => ({
    pool_id: pool.id,
    lot_id: one.lot,
    kind: "release" as const,
    on_hand: 0,
    held: -one.units,
  }));
  await writeMovements(
    tx,
    [
      ...plan.lines.map((line) => ({
        pool_id: pool.id,
        lot_id: line.lot,
        kind: adjustment.kind,
        on_hand: line.delta_units,
        held: 0,
      })),
      ...freeing,
    ],
    because,
  );
}

function alreadyDecided(state: string): Result<never, Refusal> {
  return refuse("conflict", `This was ${state} already. Nothing was changed.`);
}
