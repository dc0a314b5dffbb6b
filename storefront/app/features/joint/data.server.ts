import { z } from "zod";
import { both, minor, unit } from "../../lib/shapes";
import { freightTerm, head as quoteHead } from "../quote/data.server";
import { ORDER_STATES, OVERS } from "../quote/words";
import { JOINT_STATES, PREFERENCES, WHY_NOT } from "./words";

// What the backend answers a company of its joint quotes, and of spreads.

export const goods = z.object({
  product_id: z.string(),
  variant_id: z.string(),
  title: both,
  pack: both,
  grade: z.string(),
  unit,
  units_per_pack: z.number(),
});

const head = z.object({
  id: z.string(),
  number: z.string(),
  currency: z.string(),
  goods,
  packs: z.int(),
  prefer: z.enum(PREFERENCES),
  wanted_on: z.string(),
  joint_agreement_id: z.string().nullable(),
  created_at: z.string(),
  state: z.enum(JOINT_STATES),
  standing_packs: z.int(),
  missing_packs: z.int(),
  ordered: z.boolean(),
  over: z.enum(OVERS).nullable(),
  ends_at: z.string().nullable(),
});
export const jointRow = head.extend({ cooperatives: z.int() });
export type ListedJoint = z.output<typeof jointRow>;
export const jointsSchema = z.object({ joint_quotes: z.array(jointRow), next: z.string().nullable() });

const part = quoteHead.omit({ company: true }).extend({
  packs: z.int(),
  over: z.enum(OVERS).nullable(),
  price_minor: minor.nullable(),
  freight_minor: minor.nullable(),
  freight_term: freightTerm.nullable(),
  total_minor: minor.nullable(),
  deliver_on: z.string().nullable(),
  held: z.object({ until: z.string() }).nullable(),
});
export type JointPart = z.output<typeof part>;

const joint = head.extend({
  address: z.object({ id: z.string(), name: z.string(), city: z.string(), address: z.string() }).nullable(),
  being_accepted: z.boolean(),
  total_minor: minor,
  parts: z.array(part),
  order: z
    .object({
      state: z.enum(ORDER_STATES),
      person: z.string().nullable(),
      words: z.string(),
      approvers: z.array(z.string()),
      may_approve: z.boolean(),
      own: z.boolean(),
      over: z.enum(OVERS).nullable(),
      total_minor: minor,
      order_id: z.string().nullable(),
      order_key: z.string().nullable(),
    })
    .nullable(),
  being_ordered: z.boolean(),
  cart_id: z.string().nullable(),
});
export const jointSchema = z.object({ joint_quote: joint });
export type Joint = z.output<typeof joint>;

export const jointMadeSchema = z.object({ joint_quote: z.object({ id: z.string() }) });

const source = z.object({
  cooperative_id: z.string(),
  cooperative: both.nullable(),
  product_id: z.string(),
  variant_id: z.string(),
  title: both,
  free_packs: z.int(),
  capacity_packs: z.int(),
  minimum_packs: z.int(),
  distance_km: z.int().nullable(),
  carriage_minor_per_pack: minor.nullable(),
  why_not: z.enum(WHY_NOT).nullable(),
  take: z.object({ packs: z.int(), unit_minor: minor, goods_minor: minor, carriage_minor: minor }).nullable(),
});
export type SpreadSource = z.output<typeof source>;

const spread = z.object({
  pack: goods.omit({ product_id: true }),
  currency: z.string(),
  sources: z.array(source),
  total_minor: minor.nullable(),
  proven: z.boolean(),
  refusal: z.object({ code: z.string(), message: z.string(), details: z.unknown() }).nullable(),
});
export const spreadSchema = z.object({ spread });
export type Spread = z.output<typeof spread>;
