import { createHash, randomUUID } from "node:crypto";
import {
  decideIntake,
  ok,
  refuse,
  sellableGrams,
  type IntakeRefusal,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Transaction } from "../../lib/sql";
import { row } from "../../lib/sql";
import { changeCounters, poolById, writeMovements } from "./queries";
import type { CreatePoolInput, PoolRow, ReceiveLotInput, ReceivedLot } from "./types";

export type ReceiveLotRefusal =
  IntakeRefusal | Refusal<"unknown_pool" | "pieces_needed" | "weight_needed" | "idempotency_conflict">;

/** Creates a pool, or hands back the one that stands for the same cooperative, origin, produce and grade. */
export async function createPool(tx: Transaction, input: CreatePoolInput): Promise<PoolRow> {
  const id = `pool_${randomUUID().replaceAll("-", "")}`;
  await tx.raw(
    `insert into pool (id, cooperative_id, origin_kind, origin_id, produce, grade, unit, unit_g, blendable, pack_units, rule,
                       inventory_item_id, location_id, tz)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint pool_identity do nothing`,
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
      input.inventory_item_id,
      input.location_id,
      input.tz ?? "Asia/Shanghai",
    ] as never,
  );
  const stands = await row<{ id: string }>(
    tx,
    `select id from pool where cooperative_id = ? and origin_kind = ? and origin_id = ? and produce = ? and grade = ?`,
    [input.cooperative_id, input.origin_kind, input.origin_id, input.produce, input.grade],
  );
  const pool = await poolById(tx, stands?.id ?? id);
  if (!pool) throw new Error("the pool just written is not there");
  return pool;
}

/** Takes one weighed lot into its pool: the lot, its intake movement and the counter, all or nothing. */
export async function receiveLot_(
  tx: Transaction,
  input: ReceiveLotInput,
): Promise<Result<ReceivedLot, ReceiveLotRefusal>> {
  const pool = await poolById(tx, input.pool_id);
  if (!pool || pool.cooperative_id !== input.cooperative_id) {
    return refuse("unknown_pool", "There is no such pool in this cooperative.", "pool_id");
  }
  const key = `${input.cooperative_id}:${input.idempotency_key}`;
  const input_hash = hashOf(input);
  const before = await lotByKey(tx, key);
  if (before) return repeatOf(before, input_hash);

  const pieces = pool.unit === "piece";
  if (pieces && input.pieces === undefined)
    return refuse("pieces_needed", "This pool is counted in pieces: say how many.", "pieces");
  if (!pieces && (input.gross_g === undefined || input.tare_g === undefined)) {
    return refuse("weight_needed", "This pool is weighed: give gross and tare in grams.", "gross_g");
  }
  // A pool of pieces is decided by the same rule, with a count where the scale's reading stands.
  const plan = decideIntake(
    {
      gross_g: pieces ? (input.pieces ?? 0) : (input.gross_g ?? 0),
      tare_g: pieces ? 0 : (input.tare_g ?? 0),
      harvested_on: input.harvested_on,
      grade: input.grade,
      ...(input.best_before === undefined ? {} : { best_before: input.best_before }),
    },
    {
      today: input.today,
      pool: { state: pool.status, grade: pool.grade, ...(pool.pack_units === null ? {} : { pack_g: pool.pack_units }) },
    },
  );
  if (!plan.ok) return plan;

  const units = plan.value.net_g;
  const sellable = pool.blendable ? units : sellableGrams(units, pool.pack_units ?? undefined);
  const lot = await row<{ id: string; number: string }>(
    tx,
    `insert into lot (id, number, pool_id, cooperative_id, household_id, harvested_on, best_before, gross_g, tare_g, units,
                      sellable_units, grade, weigher_id, scale, idempotency_key, input_hash)
     values (?, 'W' || lpad(nextval('lot_number')::text, 7, '0'), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (idempotency_key) do nothing returning id, number`,
    [
      `lot_${randomUUID().replaceAll("-", "")}`,
      pool.id,
      pool.cooperative_id,
      input.household_id,
      plan.value.harvested_on,
      plan.value.best_before,
      input.gross_g ?? null,
      input.tare_g ?? null,
      units,
      sellable,
      plan.value.grade,
      input.weigher_id,
      input.scale ?? null,
      key,
      input_hash,
    ],
  );
  if (!lot) {
    // Another call with this key committed while we waited for its row.
    const theirs = await lotByKey(tx, key);
    if (!theirs) throw new Error("a lot with this key was there and is gone");
    return repeatOf(theirs, input_hash);
  }
  const changed = await changeCounters(tx, [{ pool_id: pool.id, on_hand: sellable, held: 0 }]);
  if (changed.length === 0) throw new Error(`pool ${pool.id} did not take the lot`);
  await writeMovements(tx, [{ pool_id: pool.id, lot_id: lot.id, kind: "intake", on_hand: sellable, held: 0 }], {
    reason: "weighed in",
    person: input.weigher_id,
    source: lot.number,
  });
  const after = await poolById(tx, pool.id);
  return ok({
    lot_id: lot.id,
    number: lot.number,
    units,
    sellable_units: sellable,
    net_g: netOf(input),
    pool_on_hand: after?.on_hand ?? 0,
    repeated: false,
  });
}

interface StoredLot {
  id: string;
  number: string;
  units: number;
  sellable_units: number;
  gross_g: number | null;
  tare_g: number | null;
  input_hash: string;
  on_hand: number;
}

function lotByKey(tx: Transaction, key: string): Promise<StoredLot | undefined> {
  return row<StoredLot>(
    tx,
    `select l.id, l.number, l.units::float8 as units, l.sellable_units::float8 as sellable_units, l.gross_g::float8 as gross_g,
            l.tare_g::float8 as tare_g, l.input_hash, p.on_hand::float8 as on_hand
     from lot l join pool p on p.id = l.pool_id where l.idempotency_key = ?`,
    [key],
  );
}

function repeatOf(lot: StoredLot, input_hash: string): Result<ReceivedLot, ReceiveLotRefusal> {
  if (lot.input_hash !== input_hash) {
    const message = `This key already weighed in ${lot.number} with other figures. Nothing was changed; use a new key for a new lot.`;
    return refuse("idempotency_conflict", message, "idempotency_key");
  }
  return ok({
    lot_id: lot.id,
    number: lot.number,
    units: lot.units,
    sellable_units: lot.sellable_units,
    net_g: lot.gross_g === null ? null : lot.gross_g - (lot.tare_g ?? 0),
    pool_on_hand: lot.on_hand,
    repeated: true,
  });
}

function netOf(input: ReceiveLotInput): number | null {
  return input.gross_g === undefined ? null : input.gross_g - (input.tare_g ?? 0);
}

/** What makes two calls the same weigh-in; `today` and the weigher's session may differ between a try and its repeat. */
function hashOf(input: ReceiveLotInput): string {
  const same = [
    input.pool_id,
    input.household_id,
    input.gross_g ?? null,
    input.tare_g ?? null,
    input.pieces ?? null,
    input.harvested_on,
    input.best_before ?? null,
    input.grade,
  ];
  return createHash("sha256").update(JSON.stringify(same)).digest("hex");
}
