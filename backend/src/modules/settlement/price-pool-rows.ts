import { row, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { newId } from "./ids";
import { notFound } from "./refusals";

export interface PricePoolRow {
  id: string;
  cooperative_id: string;
  name: string;
  currency: string;
  from_date: string;
  to_date: string;
  advance_bp: number;
  state: "open" | "closed";
  revision: number;
}

export const PRICE_POOL_COLUMNS = `id, cooperative_id, name, currency, from_date::text as from_date, to_date::text as to_date, advance_bp, state, revision`;
export async function lockPricePool(tx: Transaction, id: string, cooperative_id: string): Promise<PricePoolRow> {
  const pool = await row<PricePoolRow>(tx, `select ${PRICE_POOL_COLUMNS} from price_pool where id = ? for update`, [
    id,
  ]);
  if (!pool || pool.cooperative_id !== cooperative_id) throw notFound("price pool");
  return pool;
}

export interface EntryInput {
  household: string;
  lot: string;
  kind: "sale" | "advance";
  rule: "pool_advance" | "pool_share" | "pool_difference" | "advance_netted";
  grams: number;
  amount_minor: bigint;
}

/** What the household's next statement says of it. */
export function writeEntries(
  tx: Transaction,
  pool: PricePoolRow,
  entries: readonly EntryInput[],
  revision = 0,
): Promise<void> {
  return insertAll(
    tx,
    "price_pool_entry",
    [
      ["id", "text", () => newId("priceentry")],
      ["price_pool_id", "text", () => pool.id],
      ["cooperative_id", "text", () => pool.cooperative_id],
      ["household_id", "text", (entry) => entry.household],
      ["currency", "text", () => pool.currency],
      ["lot_id", "text", (entry) => entry.lot],
      ["kind", "text", (entry) => entry.kind],
      ["rule", "text", (entry) => entry.rule],
      ["grams", "bigint", (entry) => entry.grams],
      ["amount_minor", "bigint", (entry) => entry.amount_minor],
      ["revision", "int", () => revision],
    ],
    entries,
  );
}
