import { z } from "zod";
import { both, minor, unit } from "../../lib/shapes";
import { freightTerm } from "../quote/data.server";
import { SIDES } from "../quote/words";
import { ACTS, RULES, SAFETIES, STAGES, STATES } from "./words";

// What the backend answers of agreements, to both sides.

const side = z.enum(SIDES);
const head = z.object({
  id: z.string(),
  number: z.string(),
  state: z.enum(STATES),
  version: z.int(),
  by: side,
  currency: z.string(),
  created_at: z.string(),
  company: z.string(),
  cooperative: both.nullable(),
});
const listed = head.extend({
  from_day: z.string(),
  to_day: z.string(),
  committed_packs: z.number(),
  drawn_packs: z.number(),
  signed: z.array(side),
});
export type ListedAgreement = z.output<typeof listed>;
export const agreementsSchema = z.object({ agreements: z.array(listed), next: z.string().nullable() });

const poolCoverage = z.object({
  pool_id: z.string(),
  title: both,
  unit,
  committed_units: z.number(),
  drawn_units: z.number(),
  on_hand_units: z.number(),
  expected_units: z.number(),
  at_risk_units: z.number(),
  /** Of what is at risk: harvests past their last day. */
  free_units: z.number(),
  late_units: z.number(),
  agreements: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      company: z.string(),
      committed_units: z.number(),
      drawn_units: z.number(),
    }),
  ),
});
export type PoolCoverage = z.output<typeof poolCoverage>;
export const deskAgreementsSchema = agreementsSchema.extend({ coverage: z.array(poolCoverage) });

const line = z.object({
  product_id: z.string(),
  variant_id: z.string(),
  title: both,
  pack: both,
  unit,
  units_per_pack: z.number(),
  packs: z.int(),
  steps: z.array(z.object({ from: z.int(), price_minor: minor })),
  /** Floor and share: the one step is the floor. */
  share_bp: z.int().nullable(),
});
export type AgreementLine = z.output<typeof line>;

const version = z.object({
  version: z.int(),
  by: side,
  person: z.string().nullable(),
  lines: z.array(line),
  from_day: z.string(),
  to_day: z.string(),
  minimum_packs: z.int(),
  notice_days: z.int(),
  shortfall: z.enum(RULES),
  freight_minor: minor,
  freight_term: freightTerm,
  compensation: z.object({ bp: z.int(), cap_bp: z.int() }).nullable(),
  words: z.string(),
  sha256: z.string(),
  created_at: z.string(),
});
export type AgreementVersion = z.output<typeof version>;

const statement = z.object({
  compensation_bp: z.int(),
  cap_bp: z.int(),
  agreed_minor: minor,
  delivered_minor: minor,
  lacking_minor: minor,
  cap_minor: minor,
  compensation_minor: minor,
  at: z.string(),
  lines: z.array(
    z.object({
      variant_id: z.string(),
      agreed_packs: z.int(),
      delivered_packs: z.int(),
      short_packs: z.int(),
      not_called_packs: z.int(),
      delivered_minor: minor,
    }),
  ),
  lacks: z.array(
    z.object({
      quote_id: z.string(),
      number: z.string(),
      variant_id: z.string(),
      packs: z.int(),
      price_minor: minor,
      amount_minor: minor,
    }),
  ),
  paid: z.object({ paid_on: z.string(), words: z.string() }).nullable(),
});
export type Statement = z.output<typeof statement>;

const takenPrice = z.object({
  variant_id: z.string(),
  market_day: z.string(),
  market_minor: minor,
  floor_minor: minor,
  share_bp: z.int(),
  price_minor: minor,
});
export type TakenPrice = z.output<typeof takenPrice>;

const agreement = head.extend({
  joint: z.object({ id: z.string().nullable(), number: z.string(), cooperatives: z.int() }).nullable(),
  end_asked_by: side.nullable(),
  versions: z.array(version),
  signatures: z.array(z.object({ side, name: z.string(), sha256: z.string(), signed_at: z.string() })),
  drawn: z.array(
    z.object({
      variant_id: z.string(),
      packs: z.int(),
      waiting: z.number(),
      kept: z.number(),
      accepted: z.number(),
      ordered: z.number(),
      sent: z.number(),
      delivered: z.number(),
      left: z.number(),
      there: z.number().nullable(),
    }),
  ),
  safety: z.array(z.object({ variant_id: z.string(), safety: z.enum(SAFETIES) })).nullable(),
  statement: statement.nullable(),
  call_offs: z.array(
    z.object({
      quote_id: z.string(),
      number: z.string(),
      stage: z.enum(STAGES),
      wanted_on: z.string(),
      called_at: z.string(),
      packs: z.array(z.object({ variant_id: z.string(), packs: z.int() })),
      waits_for: z.enum(["goods", "price"]).nullable(),
      prices: z.array(takenPrice),
    }),
  ),
  events: z.array(
    z.object({
      at: z.string(),
      by: z.enum([...SIDES, "system"]),
      person: z.string().nullable(),
      act: z.enum(ACTS),
      version: z.int(),
      words: z.string(),
    }),
  ),
});
export type Agreement = z.output<typeof agreement>;
export const agreementSchema = z.object({ agreement });

export const marketPricesSchema = z.object({
  goods: z.array(
    z.object({
      variant_id: z.string(),
      currency: z.string(),
      title: both,
      pack: both,
      day: z.string().nullable(),
      price_minor: minor.nullable(),
    }),
  ),
  published: z.array(
    z.object({
      id: z.string(),
      variant_id: z.string(),
      title: both,
      pack: both,
      currency: z.string(),
      day: z.string(),
      price_minor: minor,
      source: z.string(),
      at: z.string(),
    }),
  ),
  next: z.string().nullable(),
});

export const proposedSchema = z.object({ id: z.string() });
export const calledOffSchema = z.object({ quote_id: z.string(), kept: z.boolean() });
export const companiesSchema = z.object({
  companies: z.array(z.object({ id: z.string(), name: z.string(), currency: z.string() })),
});
