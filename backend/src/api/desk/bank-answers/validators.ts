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

export const sheetBody = z.strictObject({ layout: bankCsvLayoutSchema });
export type SheetBody = z.output<typeof sheetBody>;
