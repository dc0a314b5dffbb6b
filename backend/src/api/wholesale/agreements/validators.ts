import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { quoteWords } from "../../../modules/wholesale/quotes/quote-types";

export const agreementsQuery = z.strictObject({
  /** `open`: those that are proposed or active. */
  state: z.enum(["open"]).optional(),
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
});
export type AgreementsQuery = z.output<typeof agreementsQuery>;
export const marketPricesQuery = agreementsQuery.pick({ cursor: true });
export type MarketPricesQuery = z.output<typeof marketPricesQuery>;
export const endAgreementBody = z.strictObject({ words: quoteWords.default("") });
export type EndAgreementBody = z.output<typeof endAgreementBody>;
export const agreementFileQuery = z.strictObject({ version: z.coerce.number().int().min(1) });
export type AgreementFileQuery = z.output<typeof agreementFileQuery>;
