import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { defineTransitions } from "../shared/transitions";

/**
 * What a statement line is. Sale: a household's share of a sale, before the holdback. Deduction: taken off (holdback,
 * clawback, a reversed sale); a negative one is given back. Advance: paid ahead, netted now. Payout: already paid in
 * this period.
 */
export type StatementLineKind = "sale" | "deduction" | "advance" | "payout";

/** A posting of the ledger, on its way to a statement. */
export interface UnsettledPosting {
  readonly posting_id: string;
  readonly kind: StatementLineKind;
  /** As a household reads it: what was earned, deducted, advanced or paid; positive in the usual case. */
  readonly amount_minor: bigint;
  /** What the household reads beside the amount. */
  readonly memo: string;
  readonly lot?: string;
}

export interface HouseholdUnsettled {
  readonly household: string;
  /** Left over from the period before: positive is still owed to the household, negative is owed by it. */
  readonly brought_forward_minor: bigint;
  readonly postings: readonly UnsettledPosting[];
}

export interface SettlementPeriod {
  readonly period_id: string;
  readonly currency: string;
}

/** net = brought forward + gross - deductions - advances; remaining = net - paid. */
export interface Statement {
  readonly period_id: string;
  readonly currency: string;
  readonly household: string;
  /** By posting id. */
  readonly lines: readonly UnsettledPosting[];
  readonly brought_forward_minor: bigint;
  readonly gross_minor: bigint;
  readonly deductions_minor: bigint;
  readonly advances_minor: bigint;
  readonly net_minor: bigint;
  readonly paid_minor: bigint;
  /** Still to be paid; below zero when the household owes, which needs an open clawback. */
  readonly remaining_minor: bigint;
}

export type SettleRefusal = Refusal<"duplicate_household" | "duplicate_posting">;

/**
 * One statement per household, by household id, from its postings that no statement holds yet. Every posting is in
 * exactly one line. Refuses a household or a posting listed twice: it would be paid twice.
 */
export function settle(
  period: SettlementPeriod,
  unsettled: readonly HouseholdUnsettled[],
): Result<Statement[], SettleRefusal> {
  const households = new Set<string>();
  const postings = new Set<string>();
  for (const entry of unsettled) {
    if (households.has(entry.household)) {
      return refuse("duplicate_household", `Household "${entry.household}" is listed twice.`);
    }
    households.add(entry.household);
    for (const posting of entry.postings) {
      if (postings.has(posting.posting_id)) {
        return refuse("duplicate_posting", `Posting "${posting.posting_id}" is listed twice.`);
      }
      postings.add(posting.posting_id);
    }
  }
  return ok([...unsettled].sort((a, b) => compareText(a.household, b.household)).map((entry) => stated(period, entry)));
}

function stated(period: SettlementPeriod, entry: HouseholdUnsettled): Statement {
  const sums: Record<StatementLineKind, bigint> = { sale: 0n, deduction: 0n, advance: 0n, payout: 0n };
  for (const posting of entry.postings) sums[posting.kind] += posting.amount_minor;
  const net_minor = entry.brought_forward_minor + sums.sale - sums.deduction - sums.advance;
  return {
    period_id: period.period_id,
    currency: period.currency,
    household: entry.household,
    lines: [...entry.postings].sort((a, b) => compareText(a.posting_id, b.posting_id)),
    brought_forward_minor: entry.brought_forward_minor,
    gross_minor: sums.sale,
    deductions_minor: sums.deduction,
    advances_minor: sums.advance,
    net_minor,
    paid_minor: sums.payout,
    remaining_minor: net_minor - sums.payout,
  };
}

export type Rail = "bank_file" | "stripe" | "cash";

export interface ChosenPayout {
  readonly household: string;
  readonly rail: Rail;
  readonly amount_minor: bigint;
}

export interface CarriedOver {
  readonly household: string;
  readonly amount_minor: bigint;
  readonly reason: "below_minimum" | "nothing_owed" | "owes" | "no_rail";
}

/**
 * Who is paid out of these statements and by which rail; all others carry over to the next period with the reason.
 * A household is paid all that remains, when that is at least `minimum_minor` and it has a rail. Payouts and carried
 * amounts together are exactly what remained. Throws on a minimum below zero.
 */
export function choosePayouts(
  statements: readonly Statement[],
  minimum_minor: bigint,
  rails: ReadonlyMap<string, Rail>,
): { readonly payouts: ChosenPayout[]; readonly carried: CarriedOver[] } {
  if (minimum_minor < 0n) throw new RangeError(`minimum_minor must not be negative, got ${minimum_minor}`);
  const payouts: ChosenPayout[] = [];
  const carried: CarriedOver[] = [];
  for (const { household, remaining_minor: amount_minor } of statements) {
    const rail = rails.get(household);
    if (amount_minor < 0n) carried.push({ household, amount_minor, reason: "owes" });
    else if (amount_minor === 0n) carried.push({ household, amount_minor, reason: "nothing_owed" });
    else if (amount_minor < minimum_minor) carried.push({ household, amount_minor, reason: "below_minimum" });
    else if (rail === undefined) carried.push({ household, amount_minor, reason: "no_rail" });
    else payouts.push({ household, rail, amount_minor });
  }
  return { payouts, carried };
}

/**
 * A payout's states (docs: reliability, M7). The intent and its idempotency key are stored before the rail is called;
 * a lost answer is `unknown`, and only asking again with the same key, or looking it up, decides it.
 */
export const PAYOUT_TRANSITIONS = defineTransitions({
  thing: "payout",
  initial: "intended",
  terminal: ["created", "failed"],
  next: {
    intended: ["created", "failed", "unknown"],
    unknown: ["created", "failed"],
    created: [],
    failed: [],
  },
});

export type PayoutState = "intended" | "unknown" | "created" | "failed";
