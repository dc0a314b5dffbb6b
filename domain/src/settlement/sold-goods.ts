import { compareText } from "../shared/order";
import { roundHalfUpDiv } from "../shared/money";

/** What went off a line before its households shared the rest, by the rule that took it. Below zero: put in by another. */
export interface LineDeduction {
  readonly rule: string;
  readonly amount_minor: bigint;
}

/** A lot's part of one line of an order: what it gave, what it earned, and the whole line it was part of. */
export interface SoldShare {
  readonly lot: string;
  readonly grams: bigint;
  /** Before the holdback. */
  readonly share_minor: bigint;
  readonly line: { readonly paid_minor: bigint; readonly deductions: readonly LineDeduction[] };
}

/** All sales of one lot on a statement: bought - deductions = share, exactly. */
export interface SoldLot {
  readonly lot: string;
  readonly grams: bigint;
  /** The part of the buyers' money that came for these goods. */
  readonly bought_minor: bigint;
  /** By rule, in the order in which a sale is divided. */
  readonly deductions: readonly LineDeduction[];
  readonly share_minor: bigint;
}

const NOT_OF_LOTS: ReadonlySet<string> = new Set(["pool_proceeds", "returned_proceeds"]);

/**
 * What the buyers' money for each lot became. A line is divided as a whole; the lot's part of each deduction is the part
 * that its share is of all shares of that line, half a minor unit up. What was bought is then the share and its deductions
 * together, so that what is printed adds up to the cent. By lot id; a lot's sales are one entry.
 * What other goods of the line brought (of a price pool, goods that came back) is no deduction of these lots: left out.
 */
export function soldLots(shares: readonly SoldShare[]): SoldLot[] {
  const lots = new Map<string, { grams: bigint; share: bigint; deductions: Map<string, bigint> }>();
  for (const share of shares) {
    const lot = lots.get(share.lot) ?? { grams: 0n, share: 0n, deductions: new Map<string, bigint>() };
    lots.set(share.lot, lot);
    lot.grams += share.grams;
    lot.share += share.share_minor;
    const shared = share.line.paid_minor - share.line.deductions.reduce((sum, one) => sum + one.amount_minor, 0n);
    if (shared <= 0n) continue;
    for (const { rule, amount_minor } of share.line.deductions) {
      if (NOT_OF_LOTS.has(rule)) continue;
      const part = roundHalfUpDiv(amount_minor * share.share_minor, shared);
      lot.deductions.set(rule, (lot.deductions.get(rule) ?? 0n) + part);
    }
  }
  return [...lots]
    .map(([lot, { grams, share, deductions }]): SoldLot => {
      const kept = [...deductions].map(([rule, amount_minor]) => ({ rule, amount_minor }));
      const parts = kept.filter((one) => one.amount_minor !== 0n);
      const off = parts.reduce((sum, one) => sum + one.amount_minor, 0n);
      return { lot, grams, bought_minor: share + off, deductions: parts, share_minor: share };
    })
    .sort((a, b) => compareText(a.lot, b.lot));
}

/** Minor units for a kilogram, half up; null for no weight: a price of nothing is not zero. */
export function perKg(amount_minor: bigint, grams: bigint): bigint | null {
  return grams <= 0n ? null : roundHalfUpDiv(amount_minor * 1_000n, grams);
}
