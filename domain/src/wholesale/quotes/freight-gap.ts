import { roundHalfUpDiv } from "../../shared/money";
import { FULL_BP } from "../../settlement/waterfall";

/**
 * Who bears the gap between the freight that a quote said and what the plan of its parcels costs, as agreed in the quote: the buyer, the
 * cooperative, or both by a part in basis points (the buyer's). A plan that is cheaper leaves a gain, shared in the same way.
 */
export type FreightTerm =
  | { readonly bearer: "buyer" }
  | { readonly bearer: "cooperative" }
  | { readonly bearer: "shared"; readonly buyer_bp: number };

export interface FreightGap {
  /** planned - quoted; below zero when the plan is cheaper. */
  readonly gap_minor: bigint;
  /** What the buyer pays for freight in the end. */
  readonly buyer_minor: bigint;
  /** What the cooperative puts in; below zero: what it keeps. */
  readonly cooperative_minor: bigint;
}

/**
 * Freight in the end, minor units: buyer + cooperative = planned, always. The buyer's part of the gap is
 * `round_half_up(gap * buyer_bp / 10000)`, so that a gain is shared as exactly the opposite of a loss. Throws on amounts below zero and on
 * a part that is none: `quoted` and `planned` are our own figures.
 */
export function freightGap(quoted_minor: bigint, planned_minor: bigint, term: FreightTerm): FreightGap {
  if (quoted_minor < 0n || planned_minor < 0n) throw new RangeError("freight is never below zero");
  const gap_minor = planned_minor - quoted_minor;
  const buyer_minor = quoted_minor + roundHalfUpDiv(gap_minor * BigInt(buyerPart(term)), BigInt(FULL_BP));
  return { gap_minor, buyer_minor, cooperative_minor: planned_minor - buyer_minor };
}

function buyerPart(term: FreightTerm): number {
  if (term.bearer !== "shared") return term.bearer === "buyer" ? FULL_BP : 0;
  const { buyer_bp } = term;
  if (!Number.isInteger(buyer_bp) || buyer_bp < 0 || buyer_bp > FULL_BP)
    throw new RangeError(`a part is 0 to ${FULL_BP} basis points, not ${buyer_bp}`);
  return buyer_bp;
}
