import { z } from "zod";
import { both, minor } from "../../lib/shapes";
import { SAFETIES, STATES } from "../agreement/words";
import { goods, jointRow } from "../joint/data.server";
import { SIDES } from "../quote/words";
import { JOINT_AGREEMENT_STATES } from "./words";

// What the backend answers a company of its agreements of several cooperatives.

const head = z.object({
  id: z.string(),
  number: z.string(),
  currency: z.string(),
  goods,
  packs: z.int(),
  from_day: z.string(),
  to_day: z.string(),
  created_at: z.string(),
  cooperatives: z.int(),
  state: z.enum(JOINT_AGREEMENT_STATES),
  committed_packs: z.number(),
  drawn_packs: z.number(),
  left_packs: z.number(),
  proposed_packs: z.number(),
});
export type ListedJointAgreement = z.output<typeof head>;
export const jointAgreementsSchema = z.object({ joint_agreements: z.array(head), next: z.string().nullable() });

const part = z.object({
  id: z.string(),
  number: z.string(),
  cooperative: both.nullable(),
  state: z.enum(STATES),
  signed: z.array(z.enum(SIDES)),
  packs: z.int(),
  share_bp: z.int().nullable(),
  steps: z.array(z.object({ from: z.int(), price_minor: minor })),
  freight_minor: minor,
  minimum_packs: z.int(),
  notice_days: z.int(),
  from_day: z.string(),
  to_day: z.string(),
  waiting: z.number(),
  kept: z.number(),
  accepted: z.number(),
  ordered: z.number(),
  left: z.number(),
  safety: z.enum(SAFETIES).nullable(),
});
export type JointAgreementPart = z.output<typeof part>;

const joint = head.extend({ parts: z.array(part), call_offs: z.array(jointRow) });
export type JointAgreement = z.output<typeof joint>;
export const jointAgreementSchema = z.object({ joint_agreement: joint });
export const jointProposedSchema = z.object({ joint_agreement: z.object({ id: z.string() }) });
export const calledTogetherSchema = z.object({ joint_id: z.string(), parts: z.int(), kept: z.int() });

const refusal = z.object({ code: z.string(), message: z.string(), details: z.unknown() });
const spread = z.object({
  parts: z.array(
    z.object({
      agreement_id: z.string(),
      left_packs: z.number(),
      there_packs: z.number(),
      minimum_packs: z.int(),
      distance_km: z.int().nullable(),
      take: z.object({ packs: z.int(), goods_minor: minor.nullable(), freight_minor: minor }).nullable(),
    }),
  ),
  missing_packs: z.int(),
  refusal: refusal.nullable(),
});
export type CallOffSpread = z.output<typeof spread>;
export const callOffSpreadSchema = z.object({ spread });

const shares = z.object({
  pack: goods.omit({ product_id: true }),
  currency: z.string(),
  sources: z.array(
    z.object({
      cooperative_id: z.string(),
      cooperative: both.nullable(),
      product_id: z.string(),
      variant_id: z.string(),
      title: both,
      free_packs: z.int(),
      expected_packs: z.int(),
      price_minor: minor.nullable(),
      share_packs: z.int(),
    }),
  ),
  expected_packs: z.int(),
});
export type Shares = z.output<typeof shares>;
export const sharesSchema = z.object({ shares });
