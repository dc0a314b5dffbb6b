import { z } from "zod";
import { currencySchema, MAX_CLAWBACK_BP } from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { id, idempotencyKey } from "../validators";

const SHOWN = 50;
const MOST_SHOWN = 200;
/** Money of one act: a hundred million yuan is a typing mistake. */
const MOST_MINOR = 10_000_000_000;
/** Two Chinese characters may say it. */
const said = z.string().trim().min(2).max(500);

export const moneyListQuery = z.strictObject({
  open: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional(),
  cursor: z.string().regex(CURSOR_SHAPE).optional(),
  limit: z.coerce.number().int().min(1).max(MOST_SHOWN).default(SHOWN),
});
export type MoneyListQuery = z.output<typeof moneyListQuery>;

export const saidBody = z.strictObject({ words: said });
export type SaidBody = z.output<typeof saidBody>;

export const capBody = z.strictObject({ cap_bp: z.int().min(0).max(MAX_CLAWBACK_BP), words: said });
export type CapBody = z.output<typeof capBody>;

export const capDecisionBody = z.strictObject({ decision: z.enum(["approve", "drop"]) });
export type CapDecisionBody = z.output<typeof capDecisionBody>;

export const reserveBody = z.strictObject({
  currency: currencySchema,
  /** Below zero: taken out again. */
  amount_minor: z
    .int()
    .min(-MOST_MINOR)
    .max(MOST_MINOR)
    .refine((amount) => amount !== 0, "more or less than zero"),
  words: said,
  idempotency_key: idempotencyKey,
});
export type ReserveBody = z.output<typeof reserveBody>;

const refundedLines = z
  .array(z.strictObject({ order_line_id: id, amount_minor: z.int().min(1).max(MOST_MINOR) }))
  .min(1)
  .max(200);

export const outsideLinesBody = z.strictObject({ lines: refundedLines, words: said });
export type OutsideLinesBody = z.output<typeof outsideLinesBody>;

export const lateRefundBody = z.strictObject({
  lines: refundedLines,
  words: said,
  idempotency_key: idempotencyKey,
  once_more: z.boolean().optional(),
});
export type LateRefundBody = z.output<typeof lateRefundBody>;
