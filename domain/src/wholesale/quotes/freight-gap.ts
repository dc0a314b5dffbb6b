import { roundHalfUpDiv } from "../../shared/money";
import { FULL_BP } from "../../settlement/waterfall";

/**
 * Who bears the gap between the freight that a quote said and what the plan of its parcels costs, as agreed in the quote: the buyer, the
 * cooperative, or both by a part in basis points (the buyer's). A plan that is cheaper leaves a gain, shared in the same way.
 */
export type FreightTerm =
  | { readonly bearer: "buyer"; readonly cap_bp?: number | undefined }
  | { readonly bearer: "cooperative" }
  | { readonly bearer: "shared"; readonly buyer_bp: number; readonly cap_bp?: number | undefined };

/** What a buyer who bears a loss may be asked for without being asked first, where the quote says nothing else: basis points of the freight quoted. */
export const FREIGHT_CAP_BP = 1_000;

/** As the quote says it, or a tenth of the freight; of a cooperative that bears it all nothing. */
export function capOf(term: FreightTerm): number {
  if (term.bearer === "cooperative") return 0;
  const { cap_bp = FREIGHT_CAP_BP } = term;
  if (!Number.isInteger(cap_bp) || cap_bp < 0 || cap_bp > FULL_BP)
    throw new RangeError(`a cap is 0 to ${FULL_BP} basis points, not ${cap_bp}`);
  return cap_bp;
}

/**
 * Whether freight of an offer is so far below what carriage is planned at, both in minor units, that it looks forgotten: nothing, or less
 * than half. `planned_minor` null: nobody can say what it costs, so nothing is in doubt.
 */
export function freightInDoubt(freight_minor: bigint, planned_minor: bigint | null): boolean {
  return planned_minor !== null && freight_minor * 2n < planned_minor;
}

/** Whether a buyer who bears a loss is asked for nothing of it, whatever the cap says: a part of a freight of nothing is nothing. */
export function capIsNothing(freight_minor: bigint, term: FreightTerm): boolean {
  return freight_minor === 0n && term.bearer !== "cooperative" && capOf(term) > 0;
}

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

/** How a gap is settled; minor units, none of the first three below zero, and at most one of `back` and `ask` above it. */
export interface FreightSettled extends FreightGap {
  /** What the buyer gets back. */
  readonly back_minor: bigint;
  /** What the buyer is asked for, up to the cap. */
  readonly ask_minor: bigint;
  /** What the buyer's part is above the cap: the cooperative bears it, unless the buyer agrees to it. */
  readonly above_minor: bigint;
}

/**
 * The gap as it is settled once the goods have left: as `freightGap`, but of a loss the buyer bears `floor(quoted * cap_bp / 10000)` at most,
 * and the cooperative the rest. buyer + cooperative = planned; buyer = quoted - back + ask. `may_ask` false: nobody can be asked (the
 * cooperative has named no account), so that a loss is all the cooperative's and nothing of it is `above`. Throws as `freightGap` and `capOf` do.
 */
export function settleFreight(
  quoted_minor: bigint,
  planned_minor: bigint,
  term: FreightTerm,
  may_ask = true,
): FreightSettled {
  const { gap_minor, buyer_minor } = freightGap(quoted_minor, planned_minor, term);
  const part = buyer_minor - quoted_minor;
  const cap = (quoted_minor * BigInt(capOf(term))) / BigInt(FULL_BP);
  const back_minor = part < 0n ? -part : 0n;
  const owed = part > 0n && may_ask ? part : 0n;
  const ask_minor = owed < cap ? owed : cap;
  const borne_minor = quoted_minor - back_minor + ask_minor;
  return {
    gap_minor,
    buyer_minor: borne_minor,
    cooperative_minor: planned_minor - borne_minor,
    back_minor,
    ask_minor,
    above_minor: owed - ask_minor,
  };
}

/**
 * The tax in a part of an amount, so that parts paid one after another have together just the amount's tax:
 * `round_half_up(tax * (before + part) / amount) - round_half_up(tax * before / amount)`.
 */
export function taxOfPart(
  whole: { readonly amount_minor: bigint; readonly tax_minor: bigint },
  before_minor: bigint,
  part_minor: bigint,
): bigint {
  const upTo = (minor: bigint) => roundHalfUpDiv(whole.tax_minor * minor, whole.amount_minor);
  return upTo(before_minor + part_minor) - upTo(before_minor);
}

function buyerPart(term: FreightTerm): number {
  if (term.bearer !== "shared") return term.bearer === "buyer" ? FULL_BP : 0;
  const { buyer_bp } = term;
  if (!Number.isInteger(buyer_bp) || buyer_bp < 0 || buyer_bp > FULL_BP)
    throw new RangeError(`a part is 0 to ${FULL_BP} basis points, not ${buyer_bp}`);
  return buyer_bp;
}
