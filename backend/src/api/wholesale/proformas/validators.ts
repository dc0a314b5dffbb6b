import { z } from "zod";
import { PROFORMA_STATES } from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { addressInput } from "../../../modules/wholesale/companies/company-types";

export const proformasQuery = z.strictObject({
  state: z.enum(PROFORMA_STATES).optional(),
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
});
export type ProformasQuery = z.output<typeof proformasQuery>;

export const proformaFileQuery = z.strictObject({ language: z.enum(["zh", "en"]).default("zh") });
export type ProformaFileQuery = z.output<typeof proformaFileQuery>;

/** A sheet takes a year of it at once. */
export const accountQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
  limit: z.coerce.number().int().min(1).max(5_000).optional(),
});
export type AccountQuery = z.output<typeof accountQuery>;

/** Days in the company's time zone, both of them in the span. */
export const accountFileQuery = z.strictObject({
  from: z.string().max(20),
  to: z.string().max(20),
  format: z.enum(["pdf", "csv"]).default("pdf"),
  language: z.enum(["zh", "en"]).default("zh"),
});
export type AccountFileQuery = z.output<typeof accountFileQuery>;

/** Where the goods go, where the quote does not say it: one of the company's addresses, or another one. */
export const transferBody = z.strictObject({
  address_id: z.string().min(1).max(128).optional(),
  address: addressInput.optional(),
});
export type TransferBody = z.output<typeof transferBody>;
