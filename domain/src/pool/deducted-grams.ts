import { roundHalfUpDiv } from "../shared/money";

// The formula alone, without schemas: the weighing page shows it live, and a browser gets no parser for it.

/** Basis points of the whole: 14.25 % of moisture is 1,425. Meters show two decimals at most. */
export const WHOLE_BP = 10_000;

/** What the table may weigh off, in the order in which a ticket lists it. */
export const DEDUCTION_KINDS = ["moisture", "foreign_matter", "imperfect", "other"] as const;
export type DeductionKind = (typeof DEDUCTION_KINDS)[number];

/**
 * - `dry_matter`: weight above the base moisture is water, so as much is taken off as would dry away. Dry matter stays
 *   the same, accepted x (1 - base) = net x (1 - measured), hence deduction = net x (measured - base) / (1 - base).
 * - `share`: what is above the base is no produce at all (husks, stones): deduction = net x (measured - base).
 */
export const DEDUCTION_METHODS = ["dry_matter", "share"] as const;
export type DeductionMethod = (typeof DEDUCTION_METHODS)[number];

/** Whole grams that a rule takes off a net weight, rounded once, half up. Nothing up to the base. */
export function deductedGrams(
  net_g: number,
  measured_bp: number,
  rule: { readonly method: DeductionMethod; readonly base_bp: number },
): number {
  const above = BigInt(Math.max(0, measured_bp - rule.base_bp));
  const whole = BigInt(rule.method === "dry_matter" ? WHOLE_BP - rule.base_bp : WHOLE_BP);
  return Number(roundHalfUpDiv(BigInt(net_g) * above, whole));
}
