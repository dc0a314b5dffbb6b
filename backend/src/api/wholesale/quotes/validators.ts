import { z } from "zod";
import { QUOTE_TRANSITIONS, type QuoteState } from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { addressInput } from "../../../modules/wholesale/companies/company-types";
import { quoteWords } from "../../../modules/wholesale/quotes/quote-types";

const STATES = Object.keys(QUOTE_TRANSITIONS.next) as [QuoteState, ...QuoteState[]];

export const quotesQuery = z.strictObject({
  /** `open`: those that somebody has to answer; `ended`: those that led to nothing. */
  state: z.enum(["open", "ended", ...STATES]).optional(),
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
});
export type QuotesQuery = z.output<typeof quotesQuery>;

const upon_version = z.int().min(1);
export const acceptBody = z.strictObject({ upon_version });
export type AcceptBody = z.output<typeof acceptBody>;
export const endBody = z.strictObject({
  as: z.enum(["rejected", "withdrawn"]),
  upon_version,
  words: quoteWords.default(""),
});
export type EndBody = z.output<typeof endBody>;
export const giveBackBody = z.strictObject({ words: quoteWords.default("") });
export type GiveBackBody = z.output<typeof giveBackBody>;
export const approvalBody = z.strictObject({
  decision: z.enum(["approved", "declined"]),
  words: quoteWords.default(""),
});
export type ApprovalBody = z.output<typeof approvalBody>;
/** `key`: of the form; sent again it is the same message. */
export const messageBody = z.strictObject({ words: quoteWords, key: z.uuid().optional() });
export type MessageBody = z.output<typeof messageBody>;
export const quoteFileQuery = z.strictObject({
  version: z.coerce.number().int().min(1),
  language: z.enum(["zh", "en"]).default("zh"),
});
/** Who is told and who receives; and where the goods go, where the quote does not say it. */
export const quoteCheckoutBody = z.strictObject({
  email: z.email().max(254).toLowerCase().optional(),
  name: z.string().trim().min(1).max(80).optional(),
  phone: z.string().trim().min(1).max(40).optional(),
  address_id: z.string().min(1).max(128).optional(),
  address: addressInput.optional(),
});
export type QuoteCheckoutBody = z.output<typeof quoteCheckoutBody>;
/** In which language a delivery note is wanted. */
export const noteQuery = z.strictObject({ language: z.enum(["zh", "en"]).default("zh") });
export type NoteQuery = z.output<typeof noteQuery>;
export type QuoteFileQuery = z.output<typeof quoteFileQuery>;
