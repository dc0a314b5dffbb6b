import { z } from "zod";

export const orderKeyBody = z.strictObject({ cart_id: z.string().min(1).max(128) });
export type OrderKeyBody = z.output<typeof orderKeyBody>;

export const invoiceBody = z.strictObject({
  /** Whom it is made out to: a company and its tax number. Left out, it is a private person's. */
  title: z
    .string()
    .trim()
    .max(100)
    .regex(/^\P{Cc}*$/u, "must be one line")
    .optional(),
});
export type InvoiceBody = z.output<typeof invoiceBody>;

export const invoiceFileQuery = z.strictObject({ language: z.enum(["zh", "en"]).optional() });
export type InvoiceFileQuery = z.output<typeof invoiceFileQuery>;
