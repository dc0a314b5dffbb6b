import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";

const cursor = z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional();

export const companyOrdersQuery = z.strictObject({
  /** `open`: something is on its way, promised or owed; `done`: nothing is, or it was cancelled. Left out: all. */
  shown: z.enum(["open", "done"]).optional(),
  cursor,
});
export type CompanyOrdersQuery = z.output<typeof companyOrdersQuery>;

export const companyInvoicesQuery = z.strictObject({ cursor });
export type CompanyInvoicesQuery = z.output<typeof companyInvoicesQuery>;

/** Days in the company's time zone, both of them in the span. */
export const invoiceSheetQuery = z.strictObject({
  from: z.string().max(20),
  to: z.string().max(20),
  language: z.enum(["zh", "en"]).default("zh"),
});
export type InvoiceSheetQuery = z.output<typeof invoiceSheetQuery>;

export const companyInvoiceQuery = z.strictObject({ language: z.enum(["zh", "en"]).default("zh") });
export type CompanyInvoiceQuery = z.output<typeof companyInvoiceQuery>;
