import { z } from "zod";
import { dayNumber } from "../shared/dates";
import { minorDigits } from "../shared/money";
import { minorSchema } from "../shared/money-schema";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { defineTransitions } from "../shared/transitions";
import { FREIGHT_RULES } from "./carriage";
import { FULL_BP } from "./waterfall";

/** What happens with tax: set apart first, or the goods are exempt and the receipt says so. Charged tax is owed in both. */
export const TAX_TREATMENTS = ["set_apart", "exempt"] as const;
/** When a holdback becomes payable: so many days after the sale was divided, or with the settlement after its own. */
export const HOLDBACK_RELEASES = ["after_days", "period_close"] as const;
/** Merchant of record: who sells to the buyer, invoices and owes the tax. */
export const SELLERS = ["cooperative", "platform"] as const;

export type TaxTreatment = (typeof TAX_TREATMENTS)[number];
export type HoldbackRelease = (typeof HOLDBACK_RELEASES)[number];
export type Seller = (typeof SELLERS)[number];

/** Whose account in the ledger the tax of a line is owed from: whoever sells owes it, and gets it back when a sale is undone. */
export function taxParty(line: { readonly seller: Seller; readonly cooperative_id: string }): string {
  return line.seller === "platform" ? "platform" : line.cooperative_id;
}

/** A season and a half; longer is a typing mistake. */
export const MAX_POLICY_DAYS = 365;
/** A change is announced at most so far ahead. */
const MAX_AHEAD_DAYS = 730;

const basisPoints = z.int().nonnegative().max(FULL_BP);
const days = z.int().nonnegative().max(MAX_POLICY_DAYS);

/** Everything a version of a fee policy says; all of it given, so that nothing is meant by silence. */
export const feeTermsSchema = z.strictObject({
  platform_bp: basisPoints,
  cooperative_bp: basisPoints,
  agent_bp: basisPoints,
  packing_minor_per_kg: minorSchema,
  freight_rule: z.enum(FREIGHT_RULES),
  tax_treatment: z.enum(TAX_TREATMENTS),
  holdback_bp: basisPoints,
  holdback_release: z.enum(HOLDBACK_RELEASES),
  /** Counted from the division of the sale; without meaning for `period_close`. */
  holdback_days: days,
  hold_days: days,
  minimum_payout_minor: minorSchema,
  seller: z.enum(SELLERS),
});
export type FeeTermsInput = z.input<typeof feeTermsSchema>;
export type FeeTerms = z.output<typeof feeTermsSchema>;

export type FeeTermsRefusal = Refusal<"invalid_input" | "fees_over_whole">;

/** Rates of zero or more, each named, and all fees together at most the whole. */
export function checkFeeTerms(input: FeeTermsInput): Result<FeeTerms, FeeTermsRefusal> {
  const parsed = parseInput(feeTermsSchema, input);
  if (!parsed.ok) return parsed;
  const { platform_bp, cooperative_bp, agent_bp } = parsed.value;
  const fees_bp = platform_bp + cooperative_bp + agent_bp;
  if (fees_bp > FULL_BP) {
    return refuse(
      "fees_over_whole",
      `The fees together are ${fees_bp / 100} %, more than the whole. Nothing was proposed; make one of them smaller.`,
      "cooperative_bp",
    );
  }
  return parsed;
}

/** A version that counts or will count for the same goods. */
export interface DatedVersion {
  readonly version: number;
  readonly from_day: string;
  /** The first day on which it no longer counts; null for one that counts until another takes its place. */
  readonly until_day: string | null;
}

export interface ProposalInput {
  readonly terms: FeeTermsInput;
  readonly currency: string;
  readonly cooperative_currency: string;
  readonly from_day: string;
  readonly until_day: string | null;
  /** Today at the cooperative. */
  readonly today: string;
  /** The platform's own terms (its percentage, who sells) are proposed by its operator only. */
  readonly by_operator: boolean;
  /** Whose account at the card processor charges the buyer: the platform's, as long as no other way is built. */
  readonly charged_by: "platform" | "cooperative";
  /** A product has rates of its own; who sells is then said by the policy of all goods. */
  readonly of_product: boolean;
  /** What counts today for these goods: their own policy, else the one of all goods. */
  readonly in_force: { readonly platform_bp: number; readonly seller: Seller } | null;
  /** Versions of the same goods and currency. */
  readonly versions: readonly DatedVersion[];
}

export type ProposalRefusal = Refusal<
  | "invalid_input"
  | "fees_over_whole"
  | "unknown_currency"
  | "invalid_amount"
  | "wrong_currency"
  | "invalid_date"
  | "from_day_past"
  | "until_before_from"
  | "overlapping"
  | "platform_terms"
  | "own_account_not_built"
>;

/**
 * Whether a change of rates may be proposed. Refuses what can't be a policy at all, a currency that is not the cooperative's, a day
 * in the past, days that a version of the same goods has already, and the platform's terms from anybody but its operator.
 *
 * A version without an end gives way to any that begins later; a dated one keeps its days.
 */
export function decideProposal(input: ProposalInput): Result<FeeTerms, ProposalRefusal> {
  const terms = checkFeeTerms(input.terms);
  if (!terms.ok) return terms;
  const currency = minorDigits(input.currency);
  if (!currency.ok) return currency;
  if (input.currency !== input.cooperative_currency) {
    return refuse(
      "wrong_currency",
      `This cooperative sells in ${input.cooperative_currency}; a policy in ${input.currency} would never be used.`,
      "currency",
    );
  }
  if (input.charged_by === "cooperative") {
    return refuse(
      "own_account_not_built",
      "Buyers are charged on the platform's account at the card processor; charging on the cooperative's own is not built. Nothing was proposed.",
      "charged_by",
    );
  }
  const dates = datesRefusal(input);
  if (dates) return dates;
  return platformRefusal(input, terms.value) ?? terms;
}

function datesRefusal({ from_day, until_day, today, versions }: ProposalInput) {
  const [from, now] = [dayNumber(from_day), dayNumber(today)];
  const until = until_day === null ? null : dayNumber(until_day);
  if (from === null || now === null) return refuse("invalid_date", `"${from_day}" is no day.`, "from_day");
  if (until_day !== null && until === null) return refuse("invalid_date", `"${until_day}" is no day.`, "until_day");
  if (from < now)
    return refuse("from_day_past", "A policy counts from today or later: past orders keep theirs.", "from_day");
  if (from > now + MAX_AHEAD_DAYS)
    return refuse("invalid_date", `A policy begins within ${MAX_AHEAD_DAYS} days.`, "from_day");
  if (until !== null && until <= from)
    return refuse("until_before_from", "The policy would end before it begins.", "until_day");
  const other = versions.find((one) => overlaps(one, from_day, until_day, today));
  return other === undefined
    ? null
    : refuse(
        "overlapping",
        `Version ${other.version} has days of these already, from ${other.from_day}. Begin after it, or end before.`,
        other.from_day > from_day ? "until_day" : "from_day",
      );
}

/** ISO days compare as text. */
function overlaps(one: DatedVersion, from: string, until: string | null, today: string): boolean {
  const begins_in_ours = one.from_day >= from && (until === null || one.from_day < until);
  // What began today or before and has no end simply gives way.
  if (begins_in_ours) return one.from_day > today || one.until_day !== null;
  return one.from_day < from && one.until_day !== null && from < one.until_day;
}

function platformRefusal(input: ProposalInput, terms: FeeTerms) {
  if (input.by_operator) return null;
  const { in_force } = input;
  const asks_of_platform =
    in_force === null
      ? "no policy counts yet, and the first one is the platform's to propose"
      : terms.platform_bp !== in_force.platform_bp
        ? "the platform's percentage"
        : !input.of_product && terms.seller !== in_force.seller
          ? "who sells to the buyer"
          : null;
  if (asks_of_platform === null) return null;
  return refuse(
    "platform_terms",
    `This is agreed with the platform (${asks_of_platform}): its operator proposes it, your manager confirms it.`,
    "platform_bp",
  );
}

/** A proposal ends once. */
export const PROPOSAL_TRANSITIONS = defineTransitions({
  thing: "proposal",
  initial: "proposed",
  terminal: ["confirmed", "rejected", "withdrawn"],
  next: { proposed: ["confirmed", "rejected", "withdrawn"], confirmed: [], rejected: [], withdrawn: [] },
});
export type ProposalState = "proposed" | "confirmed" | "rejected" | "withdrawn";

export interface DecisionInput {
  readonly state: ProposalState;
  readonly proposed_by: string;
  readonly from_day: string;
  readonly decision: Exclude<ProposalState, "proposed">;
  readonly person: string;
  readonly is_manager: boolean;
  readonly today: string;
  /** Why not, for rejecting and withdrawing. */
  readonly words: string;
}

export type DecisionRefusal = Refusal<
  "stale" | "same_person" | "not_your_role" | "not_your_proposal" | "from_day_past" | "words_needed"
>;

/**
 * Who may end a proposal, and how: whoever made it withdraws it, a manager who did not make it confirms or rejects it. No is
 * said with a reason. A proposal whose day has passed is not confirmed: what was announced no longer holds.
 */
export function decideOnProposal(input: DecisionInput): Result<Exclude<ProposalState, "proposed">, DecisionRefusal> {
  const { decision, person, proposed_by } = input;
  if (input.state !== "proposed")
    return refuse("stale", "This proposal has been decided already. Nothing was changed; look at the page again.");
  if (decision === "withdrawn" && person !== proposed_by)
    return refuse("not_your_proposal", "Only the one who made a proposal takes it back. You can reject it.");
  if (decision !== "withdrawn" && person === proposed_by)
    return refuse("same_person", "You proposed this: a second person decides. You can take it back.");
  if (decision !== "withdrawn" && !input.is_manager)
    return refuse("not_your_role", "A manager of the cooperative confirms or rejects a change of rates.");
  if (decision !== "confirmed" && input.words.trim().length < 2)
    return refuse("words_needed", "Say why, so that whoever proposed it can read it.", "words");
  if (decision === "confirmed" && input.from_day < input.today)
    return refuse(
      "from_day_past",
      `The day it should count from, ${input.from_day}, has passed. Reject it and have it proposed with a later day.`,
    );
  return ok(decision);
}
