import { z } from "zod";
import { CARRY_REASONS } from "@commonlot/domain";
import { MOST_SHOWN } from "../../../modules/settlement/cash-views";
import { id } from "../validators";

const ids = z.array(id).min(1).max(MOST_SHOWN);
/** The households ticked on a page, or all of the list that it shows. */
const payout_ids = z.union([ids, z.strictObject({ all_of: ids })]);
/** A body that names every household of the longest page. */
export const CASH_BODY = "1mb";
/** Two Chinese characters may say it; it is kept. */
const because = z.string().trim().min(2, "say in a few words why").max(300);

export const cashPaidBody = z.strictObject({ payout_ids, photo_id: id });
export type CashPaidBody = z.output<typeof cashPaidBody>;

export const cashConfirmBody = z.strictObject({ payout_ids });
export type CashConfirmBody = z.output<typeof cashConfirmBody>;

export const cashBackBody = z.strictObject({ payout_ids: ids, because });
export type CashBackBody = z.output<typeof cashBackBody>;

export const cashCarryBody = z.strictObject({
  payout_ids,
  reason: z.enum(CARRY_REASONS),
  words: z.string().trim().max(300).default(""),
});
export type CashCarryBody = z.output<typeof cashCarryBody>;

/** Payouts of one page. */
const LINES = 200;
const MOST_LINES = 500;

export const batchQuery = z.strictObject({
  cursor: id.optional(),
  /** This one alone. */
  payout: id.optional(),
  limit: z.coerce.number().int().min(1).max(MOST_LINES).default(LINES),
});
export type BatchQuery = z.output<typeof batchQuery>;

/** `why`: for whom or what it is taken; kept beside who took it. */
export const bankFileQuery = z.strictObject({
  format: z.enum(["xml", "csv"]).default("xml"),
  why: z.string().trim().max(500).default(""),
});
export type BankFileQuery = z.output<typeof bankFileQuery>;
