import { MAX_WAIT_DAYS, SHORT_POLICIES, SHORT_TRANSITIONS, statesOf } from "@commonlot/domain";
import { z } from "zod";
import { AS_CHOSEN } from "../../../modules/pool/short-types";

const id = z.string().min(1).max(128);
const key = z.string().regex(/^[A-Za-z0-9_-]{8,100}$/, "8 to 100 letters, digits, - or _");
/** Two Chinese characters may say it ("发霉"); it stands on every movement and is read by the household. */
const reason = z.string().trim().min(2, "say in a few words what happened").max(300);
const shared = {
  /** Replacements of claims that it touches are taken back first. */
  take_back: z.boolean().default(false),
  reason,
  restock: z.boolean().default(false),
  policy: z.enum(SHORT_POLICIES).optional(),
  idempotency_key: key,
};

export const shortBody = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.enum(["lot_spoiled", "weight_lower", "culled"]),
    lot_id: id,
    /** Grams or pieces of the lot that are lost. */
    units: z.int().positive().max(1_000_000_000),
    /** The order at whose packing it was found. */
    order_id: id.optional(),
    ...shared,
  }),
  z.strictObject({ kind: z.literal("parcel_lost"), parcel_id: id, ...shared }),
]);
export type ShortBody = z.output<typeof shortBody>;

export const shortsQuery = z.strictObject({
  state: z.enum(statesOf(SHORT_TRANSITIONS)).optional(),
  /** Time and id of the last short of the page before. */
  after_at: z.iso.datetime({ offset: true }).optional(),
  after_id: id.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ShortsQuery = z.output<typeof shortsQuery>;

/** What was looked at is what is applied. */
export const applyBody = z.strictObject({ plan_hash: z.string().regex(/^[0-9a-f]{64}$/) });
export type ApplyBody = z.output<typeof applyBody>;

/** Looked at again, with another answer when one is given; `as_chosen`: what each buyer chose, else what the pool says. */
export const previewBody = z.strictObject({
  policy: z.enum([...SHORT_POLICIES, AS_CHOSEN]).optional(),
  take_back: z.boolean().default(false),
});
export type PreviewBody = z.output<typeof previewBody>;

export const shortPolicyBody = z.strictObject({
  policy: z.enum(SHORT_POLICIES),
  /** How long missing packs stay promised, with `wait` and `split`. */
  wait_days: z.int().min(1).max(MAX_WAIT_DAYS),
  /** Whose goods may come instead, with `other_grade`; left out, it stays as it is. */
  other_pool_id: id.nullable().optional(),
  reason,
});
export type ShortPolicyBody = z.output<typeof shortPolicyBody>;

export const shortPolicyQuery = z.strictObject({
  after_at: z.iso.datetime({ offset: true }).optional(),
  after_id: id.optional(),
});
export type ShortPolicyQuery = z.output<typeof shortPolicyQuery>;

export const noBody = z.strictObject({});
