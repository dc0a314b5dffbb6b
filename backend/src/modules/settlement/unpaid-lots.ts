import { claimOfOwner, NOTHING_REASONS, whyUnpaid } from "@commonlot/domain";
import type { Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import type { LotPrice } from "./price-rows";

interface DividedLine {
  line: { id: string };
  lots: readonly { lot: string; household: string; grams: number }[];
  rows: readonly { lot?: string; rule: string; amount_minor: bigint }[];
}

/** Of `u`, lots without a row of money: those whose household is told why it got nothing. */
export const TOLD = `u.reason in (${NOTHING_REASONS.map((reason) => `'${reason}'`).join(", ")})`;

/**
 * Lots without a row of money on their line, which got nothing or whose price pool did, and why: kept for whoever divides it on paper by
 * other rates, and for their household's statement.
 */
export async function writeUnpaidLots(
  tx: Transaction,
  posted: readonly DividedLine[],
  prices: readonly LotPrice[],
): Promise<void> {
  const priceOf = new Map(prices.map((one) => [one.lot_id, one]));
  const unpaid = posted.flatMap(({ line, lots, rows: given }) => {
    const paid = new Set(given.map((one) => one.lot));
    const left = given.reduce((sum, one) => (one.rule === "share" ? sum + one.amount_minor : sum), 0n);
    return lots
      .filter((lot) => !paid.has(lot.lot))
      .map((lot) => {
        const price = priceOf.get(lot.lot);
        const { intake_price_minor: ticket = null } = price ?? {};
        const reason = whyUnpaid(
          {
            price_mode: price?.price_mode ?? "by_sale",
            returned: claimOfOwner(lot.household) !== undefined,
            grams: lot.grams,
            price_minor: ticket === null ? null : BigInt(ticket),
          },
          left,
        );
        return { ...lot, reason, sale_line_id: line.id };
      });
  });
  await insertAll(
    tx,
    "sale_line_unpaid_lot",
    [
      ["sale_line_id", "text", (lot) => lot.sale_line_id],
      ["lot_id", "text", (lot) => lot.lot],
      ["household_id", "text", (lot) => lot.household],
      ["grams", "bigint", (lot) => lot.grams],
      ["reason", "text", (lot) => lot.reason],
    ],
    unpaid,
  );
}
