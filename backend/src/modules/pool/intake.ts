import { randomUUID } from "node:crypto";
import { decideMoment, ok, refuse, sellableGrams, type Refusal, type Result } from "@commonlot/domain";
import { inputHash } from "../../lib/input-hash";
import type { Transaction } from "../../lib/sql";
import { row, rows } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { append } from "../outbox/append";
import { recordCulls_ } from "./culls";
import { priceOfDay } from "./day-prices";
import { planIntake, type PlanIntakeRefusal, type PlannedIntake } from "./plan-intake";
import { changeCounters, poolById, writeMovements } from "./queries";
import { earlierLot, type EarlierLot } from "./repeats";
import type { CreatePoolInput, PoolRow, ReceiveLotInput, ReceivedLot } from "./types";
import { HOME_TZ } from "../../lib/today";

export type ReceiveLotRefusal =
  | PlanIntakeRefusal
  | Refusal<"unknown_pool" | "idempotency_conflict" | "looks_like_a_repeat" | "weighed_at_wrong" | "no_day_price">;

/** Creates a pool, or hands back the one that stands for the same cooperative, origin, produce and grade. */
export async function createPool(tx: Transaction, input: CreatePoolInput): Promise<PoolRow> {
  return (await createPool_(tx, input)).pool;
}

/** As `createPool`, and whether it was made now. */
export async function createPool_(tx: Transaction, input: CreatePoolInput): Promise<{ pool: PoolRow; made: boolean }> {
  const id = `pool_${randomUUID().replaceAll("-", "")}`;
  await tx.raw(
    `insert into pool (id, cooperative_id, origin_kind, origin_id, produce, grade, unit, unit_g, blendable, pack_units, rule, price_mode,
                       inventory_item_id, location_id, tz)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint pool_identity do nothing`,
    [
      id,
      input.cooperative_id,
      input.origin_kind,
      input.origin_id,
      input.produce,
      input.grade,
      input.unit,
      input.unit_g ?? 1,
      input.blendable,
      input.pack_units ?? null,
      input.rule ?? "pro_rata",
      input.price_mode ?? "by_sale",
      input.inventory_item_id,
      input.location_id,
      input.tz ?? HOME_TZ,
    ] as never,
  );
  const stands = await row<{ id: string }>(
    tx,
    `select id from pool where cooperative_id = ? and origin_kind = ? and origin_id = ? and produce = ? and grade = ?`,
    [input.cooperative_id, input.origin_kind, input.origin_id, input.produce, input.grade],
  );
  const pool = await poolById(tx, stands?.id ?? id);
  if (!pool) throw new Error("the pool just written is not there");
  return { pool, made: pool.id === id };
}

/**
 * Takes one weighed lot into its pool: the lot, its deductions and culls, its intake movement, the counter, and the
 * receipt on its way, all or nothing.
 */
export async function receiveLot_(
  tx: Transaction,
  input: ReceiveLotInput,
): Promise<Result<ReceivedLot, ReceiveLotRefusal>> {
  const pool = await poolById(tx, input.pool_id);
  if (!pool || pool.cooperative_id !== input.cooperative_id) {
    return refuse("unknown_pool", "There is no such pool in this cooperative.", "pool_id");
  }
  const key = `${input.cooperative_id}:${input.idempotency_key}`;
  const input_hash = intakeHash(input);
  const before = await lotByKey(tx, key);
  if (before) return repeatOf(tx, before, input_hash);

  const now = new Date();
  const timely = decideMoment((input.weighed_at ?? now).getTime(), now.getTime());
  if (!timely.ok) return timely;
  const planned = await planIntake(tx, pool, input);
  if (!planned.ok) return planned;
  if (input.confirm_repeat === false) {
    const earlier = await earlierLot(tx, { ...input, produce: pool.produce, at: input.weighed_at ?? now });
    if (earlier) {
      // This very weigh-in may have been written while we waited for its other sending: a repeat of the key, no question.
      const theirs = await lotByKey(tx, key);
      return theirs ? repeatOf(tx, theirs, input_hash) : looksLikeARepeat(earlier);
    }
  }
  if (pool.price_mode === "fixed" && !(await priceOfDay(tx, { ...pool, day: input.today }))) {
    return refuse(
      "no_day_price",
      "This pool buys at the price of the day, and today's is not entered. Nothing was written: enter the price, then weigh in.",
      "pool_id",
    );
  }
  const plan = planned.value;
  const sellable = pool.blendable ? plan.units : sellableGrams(plan.units, pool.pack_units ?? undefined);
  const lot = await insertLot(tx, { pool, input, plan, sellable, key, input_hash });
  if (!lot) {
    // Another call with this key committed while we waited for its row.
    const theirs = await lotByKey(tx, key);
    if (!theirs) throw new Error("a lot with this key was there and is gone");
    return repeatOf(tx, theirs, input_hash);
  }
  await insertDeductions(tx, lot.id, plan);
  await recordCulls_(tx, { ...input, lot_id: lot.id, idempotency_key: key }, input.culls ?? []);
  const changed = await changeCounters(tx, [{ pool_id: pool.id, on_hand: sellable, held: 0 }]);
  if (changed.length === 0) throw new Error(`pool ${pool.id} did not take the lot`);
  await writeMovements(tx, [{ pool_id: pool.id, lot_id: lot.id, kind: "intake", on_hand: sellable, held: 0 }], {
    reason: "weighed in",
    person: input.weigher_id,
    source: lot.number,
  });
  await append(tx, { job: "receipt", payload: { lot_id: lot.id }, dedup_key: lot.id });
  if (pool.price_mode === "pool_average") {
    await append(tx, { job: "advance", payload: { lot_id: lot.id }, dedup_key: lot.id });
  }
  return ok(await received(tx, lot.id, false));
}

async function insertLot(
  tx: Transaction,
  given: {
    pool: PoolRow;
    input: ReceiveLotInput;
    plan: PlannedIntake;
    sellable: number;
    key: string;
    input_hash: string;
  },
): Promise<{ id: string; number: string } | undefined> {
  const { pool, input, plan } = given;
  const price = await priceOfDay(tx, { ...pool, day: input.today });
  return row(
    tx,
    `insert into lot (id, number, pool_id, cooperative_id, household_id, harvested_on, best_before, gross_g, tare_g, units,
                      sellable_units, grade, weigher_id, scale, container, containers, weighed_at, weighed_on,
                      day_price_minor, day_price_currency, day_price_per, idempotency_key, input_hash)
     values (?, 'W' || lpad(nextval('lot_number')::text, 7, '0'), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
             coalesce(?::timestamptz, now()), ?::date, ?, ?, ?, ?, ?)
     on conflict (idempotency_key) do nothing returning id, number`,
    [
      `lot_${randomUUID().replaceAll("-", "")}`,
      pool.id,
      pool.cooperative_id,
      input.household_id,
      plan.harvested_on,
      plan.best_before,
      input.gross_g ?? null,
      plan.tare_g ?? null,
      plan.units,
      given.sellable,
      plan.grade,
      input.weigher_id,
      input.scale ?? null,
      input.container ?? null,
      input.container === undefined ? null : (input.containers ?? 1),
      input.weighed_at ?? null,
      input.today,
      price?.price_minor ?? null,
      price?.currency ?? null,
      price?.per ?? null,
      given.key,
      given.input_hash,
    ] as never,
  );
}

async function insertDeductions(tx: Transaction, lot_id: string, plan: PlannedIntake): Promise<void> {
  await insertAll(
    tx,
    "lot_deduction",
    [
      ["id", "text", () => `ded_${randomUUID().replaceAll("-", "")}`],
      ["lot_id", "text", () => lot_id],
      ["position", "int", (line) => plan.deductions.indexOf(line)],
      ["kind", "text", (line) => line.kind],
      ["method", "text", (line) => line.method],
      ["measured_bp", "int", (line) => line.measured_bp],
      ["base_bp", "int", (line) => line.base_bp],
      ["deducted_g", "bigint", (line) => line.deducted_g],
      ["rule_id", "text", (line) => line.rule_id],
    ],
    plan.deductions,
  );
}

interface StoredLot {
  id: string;
  number: string;
  input_hash: string;
}

function lotByKey(tx: Transaction, key: string): Promise<StoredLot | undefined> {
  return row<StoredLot>(tx, `select id, number, input_hash from lot where idempotency_key = ?`, [key]);
}

async function repeatOf(
  tx: Transaction,
  lot: StoredLot,
  input_hash: string,
): Promise<Result<ReceivedLot, ReceiveLotRefusal>> {
  if (lot.input_hash !== input_hash) {
    const message = `This key already weighed in ${lot.number} with other figures. Nothing was changed; use a new key for a new lot.`;
    return refuse("idempotency_conflict", message, "idempotency_key");
  }
  return ok(await received(tx, lot.id, true));
}

/** What the ticket says, read back from its rows. */
async function received(tx: Transaction, lot_id: string, repeated: boolean): Promise<ReceivedLot> {
  const lot = await row<Omit<ReceivedLot, "repeated" | "deductions" | "net_g" | "day_price"> & StoredPrice>(
    tx,
    `select l.id as lot_id, l.number, l.units::float8 as units, l.sellable_units::float8 as sellable_units,
            l.gross_g::float8 as gross_g, l.tare_g::float8 as tare_g, l.weighed_at, p.on_hand::float8 as pool_on_hand,
            l.day_price_minor::float8 as day_price_minor, l.day_price_currency, l.day_price_per
     from lot l join pool p on p.id = l.pool_id where l.id = ?`,
    [lot_id],
  );
  if (!lot) throw new Error(`lot ${lot_id} is not there`);
  const deductions = await rows<ReceivedLot["deductions"][number]>(
    tx,
    `select kind, method, measured_bp, base_bp, deducted_g::float8 as deducted_g from lot_deduction where lot_id = ? order by position`,
    [lot_id],
  );
  const { day_price_minor, day_price_currency, day_price_per, ...rest } = lot;
  return {
    ...rest,
    net_g: lot.gross_g === null ? null : lot.gross_g - (lot.tare_g ?? 0),
    deductions,
    day_price:
      day_price_minor === null || day_price_currency === null || day_price_per === null
        ? null
        : { price_minor: day_price_minor, currency: day_price_currency, per: day_price_per },
    repeated,
  };
}

interface StoredPrice {
  day_price_minor: number | null;
  day_price_currency: string | null;
  day_price_per: "kg" | "piece" | null;
}

function looksLikeARepeat(earlier: EarlierLot): Result<never, ReceiveLotRefusal> {
  const message = `${earlier.number} took in the same produce from this household within two minutes. Nothing was taken in now: if this is another lot, confirm it.`;
  const { refusal } = refuse("looks_like_a_repeat", message, "card_number");
  return { ok: false, refusal: { ...refusal, details: { earlier } } };
}

/** What makes two calls the same weigh-in; `today` and the weigher's session may differ between a try and its repeat. */
export function intakeHash(
  input: Omit<ReceiveLotInput, "weigher_id" | "idempotency_key" | "today" | "cooperative_id">,
): string {
  const same: unknown[] = [
    input.pool_id,
    input.household_id,
    input.gross_g ?? null,
    input.tare_g ?? null,
    input.pieces ?? null,
    input.harvested_on,
    input.best_before ?? null,
    input.grade,
  ];
  // Keys made before tickets had these keep their hash.
  const more = [input.container, input.containers, input.measured, input.culls];
  if (more.some((one) => one !== undefined)) same.push(more.map((one) => one ?? null));
  return inputHash(same);
}
