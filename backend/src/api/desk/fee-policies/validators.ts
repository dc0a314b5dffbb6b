import { z } from "zod";
import {
  currencySchema,
  FREIGHT_RULES,
  HOLDBACK_RELEASES,
  MAX_POLICY_DAYS,
  RHYTHMS,
  SELLERS,
  TAX_TREATMENTS,
  type FeeTerms,
} from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";

const id = z.string().min(1).max(128);
/** A calendar day; whether it exists is the service's to say. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "is a day such as 2026-11-01");
const bp = z.int().min(0).max(10_000);
const days = z.int().min(0).max(MAX_POLICY_DAYS);
const minor = z.int().min(0).max(1_000_000_000);
const words = z.string().trim().max(1_000);
/** Households named one by one: a page's worth by default, a sheet's at most. */
const MAX_NAMED = 20_000;

/** All of `FeeTerms`, in numbers as JSON has them: nothing is meant by silence. */
const terms = {
  platform_bp: bp,
  cooperative_bp: bp,
  agent_bp: bp,
  packing_minor_per_kg: minor,
  freight_rule: z.enum(FREIGHT_RULES),
  tax_treatment: z.enum(TAX_TREATMENTS),
  holdback_bp: bp,
  holdback_release: z.enum(HOLDBACK_RELEASES),
  holdback_days: days,
  hold_days: days,
  minimum_payout_minor: minor,
  seller: z.enum(SELLERS),
} satisfies Record<keyof FeeTerms, z.ZodType>;

export const feePoliciesQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE, "is no place in this list").optional(),
  /** Versions before this one. */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export type FeePoliciesQuery = z.output<typeof feePoliciesQuery>;

const proposal = {
  product_id: id.nullable().default(null),
  currency: currencySchema,
  from_day: day,
  until_day: day.nullable().default(null),
  reason: words.min(2, "say in a few words why"),
  terms: z.strictObject(terms),
};
export const proposeFeePolicyBody = z.strictObject(proposal);
export type ProposeFeePolicyBody = z.output<typeof proposeFeePolicyBody>;

export const decideFeePolicyBody = z.strictObject({
  decision: z.enum(["confirmed", "rejected", "withdrawn"]),
  words: words.default(""),
});
export type DecideFeePolicyBody = z.output<typeof decideFeePolicyBody>;

export const simulationQuery = z.strictObject({
  from: day.optional(),
  to: day.optional(),
  limit: z.coerce.number().int().min(1).max(MAX_NAMED).default(200),
});
export type SimulationQuery = z.output<typeof simulationQuery>;

/** `seen`: the newest trial that the page showed; null when there was none. */
export const askSimulationBody = z.strictObject({
  from: day.optional(),
  to: day.optional(),
  seen: id.nullable().default(null),
});
export type AskSimulationBody = z.output<typeof askSimulationBody>;

export const scheduleBody = z.strictObject({
  rhythm: z.enum(["none", ...RHYTHMS]),
  day: z.int().min(1).max(28).default(1),
});
export type ScheduleBody = z.output<typeof scheduleBody>;

export const operatorPoliciesQuery = feePoliciesQuery.extend({ cooperative_id: id.optional() });
export type OperatorPoliciesQuery = z.output<typeof operatorPoliciesQuery>;

export const operatorProposalBody = z.strictObject({
  cooperative_id: id,
  charged_by: z.enum(["platform", "cooperative"]).default("platform"),
  ...proposal,
});
export type OperatorProposalBody = z.output<typeof operatorProposalBody>;

export const operatorWithdrawBody = z.strictObject({ cooperative_id: id, words });
export type OperatorWithdrawBody = z.output<typeof operatorWithdrawBody>;
