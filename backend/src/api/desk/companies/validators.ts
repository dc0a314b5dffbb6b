import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { COMPANY_STATES, termsInput } from "../../../modules/wholesale/company-types";
import { words } from "../validators";

export const companiesQuery = z.strictObject({
  /** Only those that somebody has to look at. */
  waiting: z.literal("true").optional(),
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
});
export type CompaniesQuery = z.output<typeof companiesQuery>;

export const companyDecisionBody = z.strictObject({
  decision: z.enum(COMPANY_STATES),
  words: words.default(""),
  /** The version that was looked at. */
  seen: z.int().min(1),
});
export type CompanyDecisionBody = z.output<typeof companyDecisionBody>;

export const companyTermsBody = termsInput;
export type CompanyTermsBody = z.output<typeof companyTermsBody>;
