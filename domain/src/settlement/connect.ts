// Payout accounts that households open at the processor themselves (Stripe Connect): where that is possible, and what the
// processor's words about an account mean to a household.

/**
 * Countries whose bank accounts self-serve payouts reach: the United States, the United Kingdom, the EEA, Canada and
 * Switzerland (docs.stripe.com/connect/cross-border-payouts). Mainland China is not among them.
 */
export const CONNECT_COUNTRIES = [
  "US",
  "GB",
  "CA",
  "CH",
  "AT",
  "BE",
  "BG",
  "CY",
  "CZ",
  "DE",
  "DK",
  "EE",
  "ES",
  "FI",
  "FR",
  "GR",
  "HR",
  "HU",
  "IE",
  "IT",
  "LI",
  "LT",
  "LU",
  "LV",
  "MT",
  "NL",
  "NO",
  "PL",
  "PT",
  "RO",
  "SE",
  "SI",
  "SK",
] as const;
export type ConnectCountry = (typeof CONNECT_COUNTRIES)[number];

export function isServedCountry(country: string): country is ConnectCountry {
  return (CONNECT_COUNTRIES as readonly string[]).includes(country);
}

/**
 * - wanted: a link was given, and the household has not handed everything in.
 * - needs_more: handed in, and the processor asks for more.
 * - in_review: handed in, and the processor looks at it.
 * - ready: money can be sent to it.
 * - restricted: the processor has shut it.
 */
export const CONNECT_STATES = ["wanted", "needs_more", "in_review", "ready", "restricted"] as const;
export type ConnectState = (typeof CONNECT_STATES)[number];

/** What a household is asked for, in the words of its page. */
export const CONNECT_NEEDS = [
  "bank_account",
  "terms",
  "document",
  "birth_date",
  "address",
  "name",
  "id_number",
  "phone",
  "email",
  "business",
  "other",
] as const;
export type ConnectNeed = (typeof CONNECT_NEEDS)[number];

/** As the processor tells of an account. */
export interface ConnectFacts {
  readonly details_submitted: boolean;
  /** The capability to be sent money. */
  readonly transfers: "active" | "inactive" | "pending";
  readonly payouts_enabled: boolean;
  readonly due: readonly string[];
  readonly disabled_reason: string | null;
}

/** Reasons that are the processor's own decision: nothing that the household hands in mends them. */
const SHUT = /^(rejected|listed|platform_paused|action_required\.requested_capabilities)/;

export function connectState(facts: ConnectFacts): ConnectState {
  const { transfers, payouts_enabled, details_submitted, due, disabled_reason } = facts;
  if (disabled_reason !== null && SHUT.test(disabled_reason)) return "restricted";
  if (transfers === "active" && payouts_enabled) return "ready";
  if (!details_submitted) return "wanted";
  if (due.length > 0) return "needs_more";
  return disabled_reason === null || /pending|review/.test(disabled_reason) ? "in_review" : "restricted";
}

/** The first that fits is what is meant: "individual.verification.document" is a document, whoever's. */
const NEED_OF: readonly (readonly [RegExp, ConnectNeed])[] = [
  [/external_account|bank_account/, "bank_account"],
  [/tos_acceptance/, "terms"],
  [/verification|document/, "document"],
  [/\bdob\b/, "birth_date"],
  [/address/, "address"],
  [/id_number|ssn/, "id_number"],
  [/phone/, "phone"],
  [/email/, "email"],
  [/business|company|mcc/, "business"],
  [/name/, "name"],
];

/** What is asked for, each thing once, in the order of the list above. */
export function connectNeeds(due: readonly string[]): ConnectNeed[] {
  const meant = new Set(due.map((field) => NEED_OF.find(([shape]) => shape.test(field))?.[1] ?? "other"));
  return CONNECT_NEEDS.filter((need) => meant.has(need));
}
