import { z } from "zod";

export const orderKeyBody = z.strictObject({ cart_id: z.string().min(1).max(128) });
export type OrderKeyBody = z.output<typeof orderKeyBody>;

export const invoiceBody = z.strictObject({
  /** Whom it is made out to, and a company's tax number; `invoiceBuyer` says what they may be. Left out, it is a private person's. */
  title: z.string().max(1_000).default(""),
  tax_number: z.string().max(1_000).default(""),
});
export type InvoiceBody = z.output<typeof invoiceBody>;

export const invoiceFileQuery = z.strictObject({ language: z.enum(["zh", "en"]).optional() });
export type InvoiceFileQuery = z.output<typeof invoiceFileQuery>;
