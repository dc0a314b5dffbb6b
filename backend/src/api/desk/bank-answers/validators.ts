import { z } from "zod";
import { bankCsvLayoutSchema } from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";

const SHOWN = 50;
const MOST_SHOWN = 200;

export const listQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE).optional(),
  limit: z.coerce.number().int().min(1).max(MOST_SHOWN).default(SHOWN),
});
export type ListQuery = z.output<typeof listQuery>;

/** How the sender calls the file: shown in the list, never opened. */
export const nameQuery = z.strictObject({ name: z.string().trim().min(1).max(200) });
export type NameQuery = z.output<typeof nameQuery>;

/** What was found out: somebody reads it next year. */
export const closeItemBody = z.strictObject({ reason: z.string().trim().min(3).max(500) });
export type CloseItemBody = z.output<typeof closeItemBody>;

/** The account that pays the households; its bank by its number in the clearing system (CNAPS, 12 digits), none where an IBAN says it. */
export const payingAccountBody = z.strictObject({
  name: z.string().trim().min(1).max(70),
  account: z.string().regex(/^[0-9A-Z]{5,34}$/, "has 5 to 34 digits or capitals"),
  bank: z
    .strictObject({ system: z.string().regex(/^[A-Z0-9]{1,5}$/), member_id: z.string().regex(/^[A-Za-z0-9]{1,35}$/) })
    .optional(),
  as_on_paper: z.boolean().optional(),
});
export type PayingAccountBody = z.output<typeof payingAccountBody>;

export const sheetBody = z.strictObject({ layout: bankCsvLayoutSchema });
export type SheetBody = z.output<typeof sheetBody>;
