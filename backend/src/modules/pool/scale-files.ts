import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { appendAll } from "../outbox/append";
import type { DayPrice } from "./day-prices";
import type { PlannedIntake } from "./plan-intake";
import { changeCounters, writeMovements } from "./queries";
import type { PoolRow } from "./types";

/** One row of a scale's file, decided: what `receiveLot` would write, for many at once. */
export interface PlannedRow {
  line: number;
  pool: PoolRow;
  household_id: string;
  plan: PlannedIntake;
  sellable_units: number;
  gross_g: number | undefined;
  scale: string | undefined;
  weighed_on: string;
  day_price: DayPrice | undefined;
  /** With the cooperative before it, as the keys of lots are. */
  key: string;
  input_hash: string;
}

export interface TakenFile {
  file_id: string;
  lots: number;
  /** Rows that an earlier file or call had brought. */
  before: number;
}

/** Rows of one statement: a statement of 20,000 lots is 10 MB on the wire. */
const PART = 20_000;

/** Files of scales: taken in whole or not at all, each row once in whatever file it comes. */
export class ScaleFiles {
  constructor(private readonly sql: Knex) {}

  /** Which of these keys stand already, with the hash of what they brought. */
  async standing(keys: readonly string[]): Promise<Map<string, string>> {
    const found = await rows<{ idempotency_key: string; input_hash: string }>(
      this.sql,
      `select idempotency_key, input_hash from lot where idempotency_key = any(?)`,
      [keys],
    );
    return new Map(found.map((one) => [one.idempotency_key, one.input_hash]));
  }

  /** Lots, deductions, movements, counters, receipts and the file's own row, in one transaction. */
  take(input: {
    cooperative_id: string;
    name: string;
    sha256: string;
    person: string;
    rows: readonly PlannedRow[];
  }): Promise<TakenFile> {
    return inTransaction(this.sql, async (tx) => {
      const file_id = await fileOf(tx, input);
      let lots = 0;
      for (let at = 0; at < input.rows.length; at += PART) {
        lots += await takePart(tx, { file_id, person: input.person }, input.rows.slice(at, at + PART));
      }
      return { file_id, lots, before: input.rows.length - lots };
    });
  }
}

async function fileOf(
  tx: Transaction,
  input: { cooperative_id: string; name: string; sha256: string; person: string; rows: readonly PlannedRow[] },
): Promise<string> {
  const id = newId("scalefile");
  const written = await row(
    tx,
    `insert into scale_file (id, cooperative_id, name, sha256, row_count, lots, taken_by) values (?, ?, ?, ?, ?, ?, ?)
     on conflict on constraint scale_file_once do nothing returning id`,
    [id, input.cooperative_id, input.name, input.sha256, input.rows.length, input.rows.length, input.person],
  );
  if (written) return id;
  const stands = await row<{ id: string }>(tx, `select id from scale_file where cooperative_id = ? and sha256 = ?`, [
    input.cooperative_id,
    input.sha256,
  ]);
  return stands?.id ?? id;
}

async function takePart(
  tx: Transaction,
  file: { file_id: string; person: string },
  part: readonly PlannedRow[],
): Promise<number> {
  const made = await insertLots(tx, file.person, part);
  const fresh = part.filter((one) => made.has(one.key));
  const idOf = (one: PlannedRow): string => made.get(one.key) ?? "";
  const lines = fresh.flatMap((one) =>
    one.plan.deductions.map((line, position) => ({ lot_id: idOf(one), position, line })),
  );
  await insertAll(
    tx,
    "lot_deduction",
    [
      ["id", "text", () => newId("ded")],
      ["lot_id", "text", (one) => one.lot_id],
      ["position", "int", (one) => one.position],
      ["kind", "text", (one) => one.line.kind],
      ["method", "text", (one) => one.line.method],
      ["measured_bp", "int", (one) => one.line.measured_bp],
      ["base_bp", "int", (one) => one.line.base_bp],
      ["deducted_g", "bigint", (one) => one.line.deducted_g],
      ["rule_id", "text", (one) => one.line.rule_id],
    ],
    lines,
  );
  const perPool = new Map<string, number>();
  for (const one of fresh) perPool.set(one.pool.id, (perPool.get(one.pool.id) ?? 0) + one.sellable_units);
  const deltas = [...perPool].map(([pool_id, on_hand]) => ({ pool_id, on_hand, held: 0 }));
  const changed = await changeCounters(tx, deltas);
  if (changed.length !== deltas.length) throw new Error("a pool did not take the lots of a scale's file");
  await writeMovements(
    tx,
    fresh.map((one) => ({
      pool_id: one.pool.id,
      lot_id: idOf(one),
      kind: "intake",
      on_hand: one.sellable_units,
      held: 0,
    })),
    { reason: "weighed in, by the scale's file", person: file.person, source: file.file_id },
  );
  await appendAll(
    tx,
    fresh.map((one) => ({ job: "receipt", payload: { lot_id: idOf(one) }, dedup_key: idOf(one) })),
  );
  return fresh.length;
}

/** Key -> id of the lots that are new. */
async function insertLots(tx: Transaction, person: string, part: readonly PlannedRow[]): Promise<Map<string, string>> {
  const column = <T>(value: (one: PlannedRow) => T): T[] => part.map(value);
  const made = await rows<{ id: string; idempotency_key: string }>(
    tx,
    `insert into lot (id, number, pool_id, cooperative_id, household_id, harvested_on, best_before, gross_g, tare_g, units,
                      sellable_units, grade, weigher_id, scale, weighed_on, weighed_at, day_price_minor, day_price_currency,
                      day_price_per, idempotency_key, input_hash)
     select r.id, 'W' || lpad(nextval('lot_number')::text, 7, '0'), r.pool_id, r.cooperative_id, r.household_id, r.harvested_on,
            r.best_before, r.gross_g, r.tare_g, r.units, r.sellable, r.grade, ?, r.scale, r.weighed_on,
            least(now(), (r.weighed_on + time '12:00') at time zone 'Asia/Shanghai'), r.price,
            r.currency, r.per, r.key, r.hash
     from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::date[], ?::date[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                 ?::text[], ?::text[], ?::date[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
       as r (id, pool_id, cooperative_id, household_id, harvested_on, best_before, gross_g, tare_g, units, sellable, grade, scale,
             weighed_on, price, currency, per, key, hash)
     on conflict (idempotency_key) do nothing returning id, idempotency_key`,
    [
      person,
      column(() => newId("lot")),
      column((one) => one.pool.id),
      column((one) => one.pool.cooperative_id),
      column((one) => one.household_id),
      column((one) => one.plan.harvested_on),
      column((one) => one.plan.best_before),
      column((one) => one.gross_g ?? null),
      column((one) => one.plan.tare_g ?? null),
      column((one) => one.plan.units),
      column((one) => one.sellable_units),
      column((one) => one.plan.grade),
      column((one) => one.scale ?? null),
      column((one) => one.weighed_on),
      column((one) => one.day_price?.price_minor ?? null),
      column((one) => one.day_price?.currency ?? null),
      column((one) => one.day_price?.per ?? null),
      column((one) => one.key),
      column((one) => one.input_hash),
    ],
  );
  return new Map(made.map((one) => [one.idempotency_key, one.id]));
}
