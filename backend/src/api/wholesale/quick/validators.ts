import { z } from "zod";
import {
  listName,
  quickMendInput,
  quickSetInput,
  quickSheetInput,
} from "../../../modules/wholesale/quick-order/order-types";
import { day, quoteWords } from "../../../modules/wholesale/quotes/quote-types";
import { MAX_TABLE_PAGE } from "../../../workflows/wholesale/quick-table";

/** 10,000 lines as long as they may be, in Chinese. */
export const SHEET_BODY = "12mb";

const pageOf = (most: number) => z.coerce.number().int().min(1).max(most).default(1);

export const tableQuery = z.strictObject({ q: z.string().trim().max(80).default(""), page: pageOf(MAX_TABLE_PAGE) });
export type TableQuery = z.output<typeof tableQuery>;
export const listQuery = z.strictObject({ page: pageOf(1_000) });
export type ListQuery = z.output<typeof listQuery>;

export const packsBody = quickSetInput;
export const sheetBody = quickSheetInput;
export const linesBody = quickMendInput;
export const askBody = z.strictObject({
  wanted_on: day,
  address_id: z.string().min(1).max(128).optional(),
  words: quoteWords.default(""),
  idempotency_key: z.uuid(),
});
export type AskBody = z.output<typeof askBody>;
export const saveBody = z.strictObject({ name: listName });
export type SaveBody = z.output<typeof saveBody>;
