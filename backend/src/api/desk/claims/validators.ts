import { z } from "zod";
import {
  CARRIER_ANSWERS,
  CLAIM_CAUSES,
  CLAIM_KINDS,
  CLAIM_REMEDIES,
  DROP_REASONS,
  MAX_LOTS_BP,
} from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { OBJECTION_OUTCOMES } from "../../../modules/parcel/claim-types";
import { id, idempotencyKey } from "../validators";

const words = z.string().trim().max(1000);
/** Two Chinese characters may say it. */
const said = words.min(2, "say in a few words");
const lines = z
  .array(z.strictObject({ order_line_id: id, packs: z.int().min(1).max(1_000_000) }))
  .min(1)
  .max(200);

/** Grams on arrival. What a parcel can have weighed the domain knows. */
const weighed_g = z.int().min(0).max(1_000_000_000).optional();

export const claimsQuery = z.strictObject({
  open: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional(),
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ClaimsQuery = z.output<typeof claimsQuery>;

export const claimBody = z.strictObject({
  parcel_id: id,
  kind: z.enum(CLAIM_KINDS),
  lines: lines.optional(),
  words: said,
  weighed_g,
  wish: z.enum(CLAIM_REMEDIES).optional(),
  idempotency_key: idempotencyKey,
});
export type ClaimBody = z.output<typeof claimBody>;

export const wishBody = z.strictObject({ wish: z.enum(CLAIM_REMEDIES) });
export type WishBody = z.output<typeof wishBody>;

export const inspectionBody = z.strictObject({ finding: z.enum(CLAIM_CAUSES), words: said });
export type InspectionBody = z.output<typeof inspectionBody>;

export const decisionBody = z.strictObject({
  remedy: z.enum(CLAIM_REMEDIES),
  cause: z.enum(CLAIM_CAUSES),
  words: words.default(""),
});
export type DecisionBody = z.output<typeof decisionBody>;

export const wordsBody = z.strictObject({ words: said });
export type WordsBody = z.output<typeof wordsBody>;

export const dropBody = z.strictObject({ reason: z.enum(DROP_REASONS).default("error"), words: said });
export type DropBody = z.output<typeof dropBody>;

export const objectionAnswerBody = z.strictObject({
  household_id: id,
  outcome: z.enum(OBJECTION_OUTCOMES),
  words: said,
});
export type ObjectionAnswerBody = z.output<typeof objectionAnswerBody>;

export const askedBody = z.strictObject({ ref: z.string().trim().min(1).max(100) });
export type AskedBody = z.output<typeof askedBody>;

export const answerBody = z.strictObject({
  answer: z.enum(CARRIER_ANSWERS),
  paid_minor: z.int().min(0).max(100_000_000_000).default(0),
  words: words.default(""),
});
export type AnswerBody = z.output<typeof answerBody>;

export const answerChangeBody = answerBody.extend({ words: said });
export type AnswerChangeBody = z.output<typeof answerChangeBody>;

export const answerDecisionBody = z.strictObject({ decision: z.enum(["confirm", "drop"]) });
export type AnswerDecisionBody = z.output<typeof answerDecisionBody>;

export const claimPolicyQuery = z.strictObject({ before: z.coerce.number().int().min(1).optional() });
export type ClaimPolicyQuery = z.output<typeof claimPolicyQuery>;

export const claimPolicyBody = z.strictObject({
  report_days: z.int().min(1).max(60),
  wish_days: z.int().min(0).max(14),
  lots_bp: z.int().min(0).max(MAX_LOTS_BP),
  carriers: z
    .array(
      z.strictObject({
        carrier: z.string().trim().min(1).max(40),
        claim_days: z.int().min(1).max(365),
        limit_minor: z.int().min(0).max(100_000_000_000).nullable(),
      }),
    )
    .max(100),
  from_day: z.iso.date(),
  reason: said,
});
export type ClaimPolicyBody = z.output<typeof claimPolicyBody>;

export const policyDecisionBody = z.strictObject({ decision: z.enum(["approve", "drop"]) });
export type PolicyDecisionBody = z.output<typeof policyDecisionBody>;

/** What a buyer reports from their order: never that it came back. */
export const reportBody = z.strictObject({
  parcel_number: z.string().trim().min(1).max(40),
  kind: z.enum(["lost", "damaged", "missing"]),
  lines: lines.optional(),
  words: said,
  weighed_g,
  wish: z.enum(CLAIM_REMEDIES).optional(),
  idempotency_key: idempotencyKey,
});
export type ReportBody = z.output<typeof reportBody>;
