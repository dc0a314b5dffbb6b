import {
  ADDRESSEE_FIELDS,
  MAX_ADDRESSEE_CELL,
  MAX_ADDRESSEE_COLUMNS,
  MAX_GOODS_TEXT,
  MAX_PACKS_EACH,
  MAX_SHEET_TITLE,
  withoutUnseen,
} from "@commonlot/domain";
import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { day, quoteWords } from "../../../modules/wholesale/quotes/quote-types";

const id = z.string().min(1).max(128);
const language = z.enum(["zh", "en"]).default("zh");
const cell = z.string().max(MAX_ADDRESSEE_CELL).optional();

export const sheetsQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
});
export type SheetsQuery = z.output<typeof sheetsQuery>;

export const bringQuery = z.strictObject({
  title: z
    .string()
    .overwrite(withoutUnseen)
    .trim()
    .min(1)
    .max(MAX_SHEET_TITLE)
    .regex(/^\P{Cc}*$/u, "must be one line"),
  idempotency_key: z.uuid(),
});
export type BringQuery = z.output<typeof bringQuery>;

export const sheetQuery = z.strictObject({
  shown: z.enum(["all", "wrong", "repeats"]).default("all"),
  /** Lines behind this one. */
  after: z.coerce.number().int().min(0).max(10_000_000).default(0),
});
export type SheetQuery = z.output<typeof sheetQuery>;

export const columnsBody = z.strictObject({
  columns: z.array(z.enum(ADDRESSEE_FIELDS).nullable()).min(1).max(MAX_ADDRESSEE_COLUMNS),
  has_head: z.boolean(),
  /** What everybody gets, where the sheet says nothing else. */
  packs_each: z.int().min(1).max(MAX_PACKS_EACH).nullable(),
});
export type ColumnsBody = z.output<typeof columnsBody>;

/** Lines of one form at most: those of a page. */
const MAX_MENDED = 100;

/** Cells that were changed; the others stay. `left_out`: nobody gets this line. */
export const linesBody = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        line: z.int().min(1).max(10_000_000),
        name: cell,
        phone: cell,
        province: cell,
        city: cell,
        district: cell,
        town: cell,
        address: cell,
        packs: cell,
        message: cell,
        goods: z.string().max(MAX_GOODS_TEXT).optional(),
        left_out: z.boolean().default(false),
      }),
    )
    .min(1)
    .max(MAX_MENDED),
});
export type LinesBody = z.output<typeof linesBody>;

/** What names of packs mean, for all lines of the sheet. */
export const namesBody = z.strictObject({
  names: z
    .array(z.strictObject({ name: z.string().min(1).max(MAX_GOODS_TEXT), variant_id: id }))
    .min(1)
    .max(MAX_MENDED),
});
export type NamesBody = z.output<typeof namesBody>;

export const repeatsBody = z.strictObject({ keep: z.boolean() });
export type RepeatsBody = z.output<typeof repeatsBody>;
export const fileQuery = z.strictObject({ language });
export type FileQuery = z.output<typeof fileQuery>;
export const trackingQuery = z.strictObject({ language, format: z.enum(["csv", "xlsx"]).default("csv") });
export type TrackingQuery = z.output<typeof trackingQuery>;
/** Left out where the sheet's lines name their packs. */
export const freightQuery = z.strictObject({ variant_id: id.optional() });
export type FreightQuery = z.output<typeof freightQuery>;

/** The pack that everybody gets is left out where the sheet's lines name theirs. */
export const sheetQuoteBody = z.strictObject({
  product_id: id.optional(),
  variant_id: id.optional(),
  wanted_on: day,
  words: quoteWords.default(""),
  idempotency_key: z.uuid(),
});
export type SheetQuoteBody = z.output<typeof sheetQuoteBody>;
