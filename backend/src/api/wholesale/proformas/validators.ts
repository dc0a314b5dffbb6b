import { z } from "zod";
import { PROFORMA_STATES } from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { addressInput } from "../../../modules/wholesale/company-types";

export const proformasQuery = z.strictObject({
  state: z.enum(PROFORMA_STATES).optional(),
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
});
export type ProformasQuery = z.output<typeof proformasQuery>;

export const proformaFileQuery = z.strictObject({ language: z.enum(["zh", "en"]).default("zh") });
export type ProformaFileQuery = z.output<typeof proformaFileQuery>;

/** Where the goods go, where the quote does not say it: one of the company's addresses, or another one. */
export const transferBody = z.strictObject({
  address_id: z.string().min(1).max(128).optional(),
  address: addressInput.optional(),
});
export type TransferBody = z.output<typeof transferBody>;
