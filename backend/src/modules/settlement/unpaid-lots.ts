import type { Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";

interface DividedLine {
  line: { id: string };
  lots: readonly { lot: string; household: string; grams: number }[];
  rows: readonly { lot?: string }[];
}

/** Lots without a row of money on their line, which got nothing or whose price pool did: kept for whoever divides it on paper by other rates. */
export async function writeUnpaidLots(tx: Transaction, posted: readonly DividedLine[]): Promise<void> {
  const unpaid = posted.flatMap(({ line, lots, rows: given }) => {
    const paid = new Set(given.map((one) => one.lot));
    return lots.filter((lot) => !paid.has(lot.lot)).map((lot) => ({ ...lot, sale_line_id: line.id }));
  });
  await insertAll(
    tx,
    "sale_line_unpaid_lot",
    [
      ["sale_line_id", "text", (lot) => lot.sale_line_id],
      ["lot_id", "text", (lot) => lot.lot],
      ["household_id", "text", (lot) => lot.household],
      ["grams", "bigint", (lot) => lot.grams],
    ],
    unpaid,
  );
}
