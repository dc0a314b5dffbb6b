import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  freedByCount,
  ok,
  proposeDifferences,
  refuse,
  type Bearer,
  type CountProposal,
  type Refusal,
  type Result,
  type StocktakeState,
} from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { atKey, placeOf } from "../../lib/keyset";
import type { Transaction } from "../../lib/sql";
import { inTransaction, row, rows } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { packOf } from "./adjustments";
import { lockExpiryHolds, shrinkExpiryHolds } from "./expiry-holds";
import { changeLots, lockLots, type LedgerLot } from "./lots";
import { changeCounters, lockPools, poolById, writeMovements } from "./queries";
import { leaveToCooperative_, StocktakeLosses } from "./stocktake-losses";
import type { PoolRow } from "./types";

export interface Stocktake {
  id: string;
  pool_id: string;
  state: StocktakeState;
  bearer: Bearer;
  opened_by: string;
  counted_by: string | null;
  decided_by: string | null;
  counted_units: number | null;
  /** On hand by the ledger when it was counted. */
  expected_units: number | null;
  words: string | null;
  at: Date;
  at_key: string;
  counted_at: Date | null;
  decided_at: Date | null;
  lines:
    | {
        lot_id: string;
        lot_number: string;
        household_id: string;
        delta_units: number;
        borne_by: "household" | "cooperative";
      }[]
    | null;
}

interface Act {
  id: string;
  cooperative_id: string;
  person: string;
}

/** Counting a pool: a sheet, a count, a proposal per lot, a second person, and then the ledger says what lies there. */
export class Stocktakes {
  readonly losses: StocktakeLosses;

  constructor(private readonly sql: Knex) {
    this.losses = new StocktakeLosses(sql);
  }

  /** Opens a count of a pool, or hands back the one that is open. */
  open(input: {
    cooperative_id: string;
    pool_id: string;
    bearer: Bearer;
    person: string;
  }): Promise<Result<Stocktake, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const pool = await poolById(tx, input.pool_id);
      if (!pool || pool.cooperative_id !== input.cooperative_id) return noPool();
      await tx.raw(
        `insert into stocktake (id, cooperative_id, pool_id, state, bearer, opened_by) values (?, ?, ?, 'open', ?, ?)
         on conflict (pool_id) where state in ('open', 'counted') do nothing`,
        [newId("count"), pool.cooperative_id, pool.id, input.bearer, input.person],
      );
      const there = await row<{ id: string }>(
        tx,
        `select id from stocktake where pool_id = ? and state in ('open', 'counted')`,
        [pool.id],
      );
      return shown(tx, there?.id ?? "");
    });
  }

  /** Lots to be found on the shelves, oldest first, with what the ledger says of each. */
  sheet(pool_id: string, limit: number): Promise<(LedgerLot & { allocated: number })[]> {
    return rows(
      this.sql,
      `select l.id, l.number, l.household_id, l.harvested_on::text as harvested_on, l.best_before::text as best_before, l.grade,
              l.created_at::text as since, (l.sellable_units - l.wasted - l.shipped)::float8 as on_hand,
              (l.sellable_units - l.wasted - l.allocated)::float8 as free, (l.allocated - l.shipped)::float8 as allocated, 0::float8 as expired
       from lot l where l.pool_id = ? and l.sellable_units > l.wasted + l.shipped order by l.created_at, l.id limit ?`,
      [pool_id, limit],
    );
  }

  /** Takes what was counted and proposes the differences. Counting again replaces the proposal. */
  count(input: Act & { counted: number; words: string }): Promise<Result<Stocktake, Refusal>> {
    return inTransaction(this.sql, (tx) => this.count_(tx, input));
  }

  async count_(tx: Transaction, input: Act & { counted: number; words: string }): Promise<Result<Stocktake, Refusal>> {
    const given = await lock(tx, input);
    if (!given.ok) return given;
    if (given.value.state !== "open" && given.value.state !== "counted") return ended(given.value.state);
    const there = await lockPoolAndLots(tx, given.value.pool_id);
    const proposal = propose(given.value, there, input.counted);
    if (!proposal.ok) return proposal;
    await tx.raw(`delete from stocktake_line where stocktake_id = ?`, [input.id]);
    const borne_by =
      given.value.bearer === "cooperative" && proposal.value.difference < 0 ? "cooperative" : "household";
    await insertAll(
      tx,
      "stocktake_line",
      [
        ["stocktake_id", "text", () => input.id],
        ["lot_id", "text", (line) => line.lot],
        ["delta_units", "bigint", (line) => line.delta_units],
        ["borne_by", "text", () => borne_by],
      ],
      proposal.value.lines,
    );
    await tx.raw(
      `update stocktake set state = 'counted', counted_by = ?, counted_units = ?, expected_units = ?, words = ?, counted_at = now() where id = ?`,
      [input.person, input.counted, there.pool.on_hand, input.words, input.id] as never,
    );
    return shown(tx, input.id);
  }

  /**
   * A second person approves: the difference that was counted is written to the lots. Goods that came or went since the
   * count are no part of it; when they make the proposal impossible it is refused, and the pool is counted again.
   */
  approve(input: Act): Promise<Result<Stocktake, Refusal>> {
    return inTransaction(this.sql, (tx) => this.approve_(tx, input));
  }

  async approve_(tx: Transaction, input: Act): Promise<Result<Stocktake, Refusal>> {
    const given = await lock(tx, input);
    if (!given.ok) return given;
    const count = given.value;
    if (count.state === "approved" && count.decided_by === input.person) return ok(count);
    if (count.state !== "counted") return ended(count.state);
    if (count.counted_by === input.person) {
      return refuse("same_person", "You counted this yourself: another person must approve it.");
    }
    const there = await lockPoolAndLots(tx, count.pool_id);
    const difference = (count.counted_units ?? 0) - (count.expected_units ?? 0);
    const now = propose(count, there, there.pool.on_hand + difference);
    if (!now.ok) return now;
    const lines = count.lines ?? [];
    const gone = lines.find(
      (line) => -line.delta_units > (there.lots.find((lot) => lot.id === line.lot_id)?.free ?? 0),
    );
    const freed = freedByCount(
      there.lots.map((lot) => ({ lot: lot.id, expired: lot.expired })),
      lines.map((line) => ({ lot: line.lot_id, delta_units: line.delta_units })),
    );
    if (gone || there.pool.on_hand + difference < there.pool.held - freed) {
      const message =
        `${gone ? `Lot ${gone.lot_number} was` : "Goods were"} sold since the count. Nothing was changed. ` +
        "Count again, so that the proposal fits what lies there.";
      return refuse("stale", message);
    }
    await this.write(tx, count, there, difference);
    await tx.raw(`update stocktake set state = 'approved', decided_by = ?, decided_at = now() where id = ?`, [
      input.person,
      input.id,
    ]);
    return shown(tx, input.id);
  }

  drop(input: Act): Promise<Result<Stocktake, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const given = await lock(tx, input);
      if (!given.ok) return given;
      if (given.value.state !== "open" && given.value.state !== "counted") return ended(given.value.state);
      await tx.raw(`update stocktake set state = 'dropped', decided_by = ?, decided_at = now() where id = ?`, [
        input.person,
        input.id,
      ]);
      return shown(tx, input.id);
    });
  }

  async of(id: string, cooperative_id: string): Promise<Stocktake | undefined> {
    return row<Stocktake>(this.sql, `${SELECT} where s.id = ? and s.cooperative_id = ?`, [id, cooperative_id]);
  }

  list(input: { cooperative_id: string; cursor?: string | undefined; limit: number }): Promise<Stocktake[]> {
    const place = placeOf(input.cursor);
    return rows<Stocktake>(
      this.sql,
      `${SELECT} where s.cooperative_id = ? and (s.at, s.id) < (?::timestamptz, ?) order by s.at desc, s.id desc limit ?`,
      [input.cooperative_id, place.at, place.id, input.limit],
    );
  }

  private async write(tx: Transaction, count: Stocktake, there: There, difference: number): Promise<void> {
    const lines = count.lines ?? [];
    // What is missing of an expired lot was kept from sale by a hold: that part of the hold ends with it.
    const freed = lines.flatMap((line) => {
      const expired = there.lots.find((lot) => lot.id === line.lot_id)?.expired ?? 0;
      const units = Math.min(expired, -line.delta_units);
      return units > 0 ? [{ lot: line.lot_id, units }] : [];
    });
    await changeLots(
      tx,
      lines.map(({ lot_id, delta_units }) =>
        delta_units < 0 ? { lot_id, wasted: -delta_units } : { lot_id, sellable: delta_units },
      ),
    );
    await shrinkExpiryHolds(tx, freed);
    await leaveToCooperative_(tx, count.id, freed);
    const held = -freed.reduce((sum, one) => sum + one.units, 0);
    const changed = await changeCounters(tx, [{ pool_id: count.pool_id, on_hand: difference, held }]);
    if (changed.length === 0) throw new Error(`count ${count.id}: the pool would promise more than it has`);
    const pool_id = count.pool_id;
    await writeMovements(
      tx,
      [
        ...lines.map(({ lot_id, delta_units }) => ({
          pool_id,
          lot_id,
          kind: delta_units < 0 ? ("waste" as const) : ("adjust" as const),
          on_hand: delta_units,
          held: 0,
        })),
        ...freed.map((one) => ({ pool_id, lot_id: one.lot, kind: "release" as const, on_hand: 0, held: -one.units })),
      ],
      {
        reason: `stock-taking: ${count.words ?? ""}`,
        person: count.counted_by ?? "system",
        source: count.id,
      },
    );
  }
}

interface There {
  pool: PoolRow;
  lots: LedgerLot[];
}

async function lockPoolAndLots(tx: Transaction, pool_id: string): Promise<There> {
  const expired = await rows<{ owner_id: string }>(
    tx,
    `select h.owner_id from hold h join hold_line l on l.hold_id = h.id where h.kind = 'expiry' and h.state = 'confirmed' and l.pool_id = ?`,
    [pool_id],
  );
  await lockExpiryHolds(
    tx,
    expired.map((one) => one.owner_id),
  );
  const [pool] = await lockPools(tx, [pool_id]);
  if (!pool) throw new Error(`pool ${pool_id} is gone`);
  return { pool, lots: await lockLots(tx, pool_id, null) };
}

function propose(count: Stocktake, { pool, lots }: There, counted: number): Result<CountProposal, Refusal> {
  return proposeDifferences({
    counted,
    pool: { on_hand: pool.on_hand, held: pool.held, ...packOf(pool) },
    lots: lots.map((lot) => ({
      lot: lot.id,
      since: lot.since,
      on_hand: lot.on_hand,
      free: lot.free,
      expired: lot.expired,
    })),
    bearer: count.bearer,
    salt: count.id,
  });
}

const SELECT = `select s.id, s.pool_id, s.state, s.bearer, s.opened_by, s.counted_by, s.decided_by, s.counted_units::float8 as counted_units,
    s.expected_units::float8 as expected_units, s.words, s.at, ${atKey("s.at")}, s.counted_at, s.decided_at,
    (select json_agg(json_build_object('lot_id', x.lot_id, 'lot_number', l.number, 'household_id', l.household_id, 'delta_units', x.delta_units,
       'borne_by', x.borne_by) order by l.number) from stocktake_line x join lot l on l.id = x.lot_id where x.stocktake_id = s.id) as lines
  from stocktake s`;

async function lock(
  tx: Transaction,
  input: { id: string; cooperative_id: string },
): Promise<Result<Stocktake, Refusal>> {
  await tx.raw(`select id from stocktake where id = ? and cooperative_id = ? for update`, [
    input.id,
    input.cooperative_id,
  ]);
  const found = await row<Stocktake>(tx, `${SELECT} where s.id = ? and s.cooperative_id = ?`, [
    input.id,
    input.cooperative_id,
  ]);
  return found ? ok(found) : refuse("not_found", "There is no such stock-taking in your cooperative.");
}

async function shown(sql: Knex | Transaction, id: string): Promise<Result<Stocktake, Refusal>> {
  const found = await row<Stocktake>(sql, `${SELECT} where s.id = ?`, [id]);
  return found ? ok(found) : refuse("not_found", "There is no such stock-taking.");
}

function noPool(): Result<never, Refusal> {
  return refuse("pool_not_found", "There is no such pool in your cooperative.", "pool_id");
}

function ended(state: string): Result<never, Refusal> {
  return refuse("conflict", `This stock-taking is ${state}. Nothing was changed.`);
}
