import { formatMinor, MAX_POLICY_DAYS, parseMinor } from "@commonlot/domain";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { minor } from "../../lib/shapes";
import type { Problem } from "../ui/Field";
import { trialSchema } from "../trials/data.server";
import { amountWrong, fieldOf, inWords, text } from "../ui/form.server";
import { basisPointsOf } from "../weigh-in/read";
import { FREIGHT_RULES, PARTIES, RELEASES, SELLERS, STATES, TAX_TREATMENTS } from "./words";

const terms = {
  currency: z.string(),
  product_id: z.string().nullable(),
  product: z.string().nullable(),
  platform_bp: z.int(),
  cooperative_bp: z.int(),
  agent_bp: z.int(),
  packing_minor_per_kg: minor,
  freight_rule: z.enum(FREIGHT_RULES),
  tax_treatment: z.enum(TAX_TREATMENTS),
  holdback_bp: z.int(),
  holdback_release: z.enum(RELEASES),
  holdback_days: z.int(),
  hold_days: z.int(),
  minimum_payout_minor: minor,
  seller: z.enum(SELLERS),
};
const versionSchema = z.object({
  ...terms,
  id: z.string(),
  version: z.int(),
  valid_from: z.string(),
  valid_until: z.string().nullable(),
  proposed_by: z.string().nullable(),
  confirmed_by: z.string().nullable(),
});
export type Version = z.output<typeof versionSchema>;
export type Terms = Pick<Version, keyof typeof terms>;

const proposalSchema = z.object({
  ...terms,
  id: z.string(),
  version: z.int().nullable(),
  state: z.enum(STATES),
  from_day: z.string(),
  until_day: z.string().nullable(),
  reason: z.string(),
  by_operator: z.boolean(),
  proposed_by: z.string().nullable(),
  proposed_by_me: z.boolean(),
  proposed_at: z.string(),
  decided_by: z.string().nullable(),
  decided_words: z.string().nullable(),
});
export type Proposal = z.output<typeof proposalSchema>;

export const feePoliciesSchema = z.object({
  currency: z.string(),
  today: z.string(),
  may_decide: z.boolean(),
  in_force: z.array(versionSchema),
  coming: z.array(versionSchema),
  waiting: z.array(proposalSchema),
  proposals: z.array(proposalSchema),
  next: z.string().nullable(),
  versions: z.array(versionSchema),
  next_version: z.int().nullable(),
  products: z.array(z.object({ id: z.string(), title: z.string() })),
});
export type FeePolicies = z.output<typeof feePoliciesSchema>;

const compared = { before_minor: minor, after_minor: minor };
export const simulationSchema = z.object({
  from: z.string(),
  to: z.string(),
  currency: z.string(),
  trial: trialSchema,
  /** Null: a job has not worked it out. */
  simulation: z
    .object({
      from: z.string(),
      to: z.string(),
      currency: z.string(),
      lines: z.int(),
      left_as_they_are: z.int(),
      paid_minor: minor,
      tax_minor: minor,
      refunded_minor: minor,
      shares: z.array(z.object({ party: z.enum(PARTIES), ...compared })),
      households: z.array(z.object({ id: z.string(), name: z.string(), card_number: z.string(), ...compared })),
      others: z.object({ households: z.int(), ...compared }),
    })
    .nullable(),
});
export type Simulation = NonNullable<z.output<typeof simulationSchema>["simulation"]>;

const CODES = [
  "fees_over_whole",
  "wrong_currency",
  "invalid_date",
  "from_day_past",
  "until_before_from",
  "overlapping",
  "platform_terms",
  "proposal_waits",
  "same_person",
  "not_your_proposal",
  "not_your_role",
  "words_needed",
  "stale",
  "product_not_found",
] as const;
/** The form's field for each of the backend's; what is wrong with any other is said of the whole form. */
const FIELDS: Record<string, string> = {
  platform_bp: "cooperative",
  cooperative_bp: "cooperative",
  agent_bp: "agent",
  from_day: "from_day",
  until_day: "until_day",
  product_id: "product_id",
};

/** A refusal of the backend in words, beside the field it is of. */
export function refusedHere(path: Path, refusal: Refusal, field: string): Problem[] {
  const code = CODES.find((known) => known === refusal.code);
  const words = code === undefined ? inWords(path, refusal) : say(path)(`feePolicies.refusals.${code}`);
  return [{ field: fieldOf(refusal, FIELDS[refusal.field ?? ""] ?? field), text: words }];
}

/** The rates of all goods as the form begins with them. */
export function formOf(policy: Terms | undefined, today: string): Record<string, string> {
  if (!policy) return {};
  const { currency } = policy;
  return {
    cooperative: String(policy.cooperative_bp / 100),
    agent: String(policy.agent_bp / 100),
    packing: formatMinor(BigInt(policy.packing_minor_per_kg), currency),
    freight_rule: policy.freight_rule,
    tax_treatment: policy.tax_treatment,
    holdback: String(policy.holdback_bp / 100),
    holdback_release: policy.holdback_release,
    holdback_days: String(policy.holdback_days),
    hold_days: String(policy.hold_days),
    minimum: formatMinor(BigInt(policy.minimum_payout_minor), currency),
    from_day: today,
  };
}

/**
 * What was typed, as the backend takes it, or what must be mended. The platform's terms are those that stand for these goods: the form does
 * not ask for them.
 */
export function proposed(path: Path, form: FormData, standing: FeePolicies) {
  const t = say(path);
  const problems: Problem[] = [];
  const { currency } = standing;
  const percent = (field: string): number => {
    const bp = basisPointsOf(text(form, field).normalize("NFKC"));
    if (bp === null) problems.push({ field, text: t("feePolicies.problems.percent") });
    return bp ?? 0;
  };
  const money = (field: string): number => {
    const amount = parseMinor(text(form, field).normalize("NFKC"), currency);
    if (!amount.ok || amount.value < 0n || amount.value > 1_000_000_000n) {
      problems.push({ field, text: amountWrong(path, text(form, field), currency, t("feePolicies.problems.money")) });
      return 0;
    }
    return Number(amount.value);
  };
  const days = (field: string): number => {
    const typed = text(form, field).normalize("NFKC");
    if (/^\d{1,3}$/.test(typed) && Number(typed) <= MAX_POLICY_DAYS) return Number(typed);
    problems.push({ field, text: t("feePolicies.problems.days") });
    return 0;
  };
  const product_id = text(form, "product_id") || null;
  const all = standing.in_force.find((one) => one.product_id === null);
  const own = standing.in_force.find((one) => one.product_id === product_id) ?? all;
  const body = {
    product_id,
    currency,
    from_day: text(form, "from_day"),
    until_day: text(form, "until_day") || null,
    reason: text(form, "reason"),
    terms: {
      platform_bp: own?.platform_bp ?? 0,
      seller: all?.seller ?? "cooperative",
      cooperative_bp: percent("cooperative"),
      agent_bp: percent("agent"),
      packing_minor_per_kg: money("packing"),
      freight_rule: text(form, "freight_rule"),
      tax_treatment: text(form, "tax_treatment"),
      holdback_bp: percent("holdback"),
      holdback_release: text(form, "holdback_release"),
      holdback_days: days("holdback_days"),
      hold_days: days("hold_days"),
      minimum_payout_minor: money("minimum"),
    },
  };
  if (body.from_day === "") problems.push({ field: "from_day", text: t("feePolicies.problems.day") });
  if (body.reason.length < 2) problems.push({ field: "reason", text: t("feePolicies.problems.reason") });
  return { body, problems };
}
