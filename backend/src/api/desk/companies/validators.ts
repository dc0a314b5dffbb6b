import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { COMPANY_STATES, termsInput } from "../../../modules/wholesale/companies/company-types";
import { words } from "../validators";

/** Only those that somebody has to look at. */
const waiting = z.literal("true").optional();
const place = z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional();
export const companiesQuery = z.strictObject({ waiting, cursor: place });
export type CompaniesQuery = z.output<typeof companiesQuery>;
/** As the operator's lists say where they go on. */
export const operatorCompaniesQuery = z.strictObject({ waiting, after: place });
export type OperatorCompaniesQuery = z.output<typeof operatorCompaniesQuery>;

export const companyDecisionBody = z.strictObject({
  decision: z.enum(COMPANY_STATES),
  words: words.default(""),
  /** The version that was looked at. */
  seen: z.int().min(1),
});
export type CompanyDecisionBody = z.output<typeof companyDecisionBody>;

export const companyTermsBody = termsInput;
export type CompanyTermsBody = z.output<typeof companyTermsBody>;
