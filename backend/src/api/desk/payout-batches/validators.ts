import { z } from "zod";
import { CARRY_REASONS } from "@commonlot/domain";
import { id } from "../validators";

/** Households of one batch that are ticked on a page. */
const MAX_TICKED = 2_000;
const payout_ids = z.union([z.literal("all"), z.array(id).min(1).max(MAX_TICKED)]);
/** Two Chinese characters may say it; it is kept. */
const because = z.string().trim().min(2, "say in a few words why").max(300);

export const cashPaidBody = z.strictObject({ payout_ids, photo_id: id });
export type CashPaidBody = z.output<typeof cashPaidBody>;

export const cashConfirmBody = z.strictObject({ payout_ids });
export type CashConfirmBody = z.output<typeof cashConfirmBody>;

export const cashBackBody = z.strictObject({ payout_ids: z.array(id).min(1).max(MAX_TICKED), because });
export type CashBackBody = z.output<typeof cashBackBody>;

export const cashCarryBody = z.strictObject({
  payout_ids,
  reason: z.enum(CARRY_REASONS),
  words: z.string().trim().max(300).default(""),
});
export type CashCarryBody = z.output<typeof cashCarryBody>;
