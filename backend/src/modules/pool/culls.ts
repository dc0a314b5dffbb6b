import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { atKey, placeOf } from "../../lib/keyset";
import { poolById } from "./queries";

export const CULL_REASONS = ["mould", "insects", "broken", "unripe", "wet", "spoilt", "other"] as const;
export type CullReason = (typeof CULL_REASONS)[number];
/** Handed back to the household, or thrown away with its consent. */
export const CULL_FATES = ["returned", "discarded"] as const;
export type CullFate = (typeof CULL_FATES)[number];

/** Goods refused at grading: weighed apart, never in the pool. Units are grams or pieces, as the pool counts. */
export interface CullInput {
  units: number;
  reason: CullReason;
  fate: CullFate;
  words?: string | undefined;
}

export interface CullRow {
  id: string;
  pool_id: string;
  produce: string;
  grade: string;
  unit: "g" | "piece";
  household_id: string;
  lot_number: string | null;
  units: number;
  reason: CullReason;
  fate: CullFate;
  words: string;
  weigher_id: string;
  at: Date;
  at_key: string;
}

interface CullOf {
  cooperative_id: string;
  household_id: string;
  pool_id: string;
  weigher_id: string;
  idempotency_key: string;
}

export class Culls {
  constructor(private readonly sql: Knex) {}

  /** Records goods refused without a lot beside them. The same key again changes nothing. */
  record(input: CullOf & CullInput): Promise<Result<{ repeated: boolean }, Refusal<"pool_not_found">>> {
    return inTransaction(this.sql, async (tx) => {
      const pool = await poolById(tx, input.pool_id);
      if (pool?.cooperative_id !== input.cooperative_id) {
        return refuse("pool_not_found", "There is no such pool in this cooperative.", "pool_id");
      }
      const key = `${input.cooperative_id}:${input.idempotency_key}`;
      const there = await row(tx, `select 1 from cull where idempotency_key = ?`, [`${key}:0`]);
      if (!there) await recordCulls_(tx, { ...input, lot_id: null, idempotency_key: key }, [input]);
      return ok({ repeated: there !== undefined });
    });
  }

  /** A cooperative's culls, newest first. */
  ofCooperative(input: { cooperative_id: string; cursor?: string | undefined; limit: number }): Promise<CullRow[]> {
    const { cooperative_id, limit } = input;
    const place = placeOf(input.cursor);
    return rows(
      this.sql,
      `select c.id, c.pool_id, p.produce, p.grade, p.unit, c.household_id, l.number as lot_number, c.units::float8 as units,
              c.reason, c.fate, c.words, c.weigher_id, c.at, ${atKey("c.at")}
       from cull c join pool p on p.id = c.pool_id left join lot l on l.id = c.lot_id
       where c.cooperative_id = ? and (c.at, c.id) < (?::timestamptz, ?)
       order by c.at desc, c.id desc limit ?`,
      [cooperative_id, place.at, place.id, limit] as never,
    );
  }
}

/** One statement for all; each has its place in its key, so that a repeat finds them. */
export async function recordCulls_(
  tx: Transaction,
  of: CullOf & { lot_id: string | null },
  culls: readonly CullInput[],
): Promise<void> {
  if (culls.length === 0) return;
  await tx.raw(
    `insert into cull (id, cooperative_id, household_id, pool_id, lot_id, weigher_id, units, reason, fate, words, idempotency_key)
     select c.id, ?, ?, ?, ?, ?, c.units, c.reason, c.fate, c.words, c.key
     from unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[]) as c (id, units, reason, fate, words, key)
     on conflict (idempotency_key) do nothing`,
    [
      of.cooperative_id,
      of.household_id,
      of.pool_id,
      of.lot_id,
      of.weigher_id,
      culls.map(() => newId("cull")),
      culls.map((cull) => cull.units),
      culls.map((cull) => cull.reason),
      culls.map((cull) => cull.fate),
      culls.map((cull) => cull.words ?? ""),
      culls.map((_, index) => `${of.idempotency_key}:${index}`),
    ] as never,
  );
}
