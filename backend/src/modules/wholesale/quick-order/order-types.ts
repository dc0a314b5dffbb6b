import {
  MAX_PACKS_PER_LINE,
  MAX_QUICK_LINES,
  type QuickFault,
  type QuickUnit,
  type VolumeStep,
} from "@commonlot/domain";
import { z } from "zod";

// Prices for companies, and lists of what they want to order.

/** Far above any price, and exact as a number of JSON. */
const MAX_MINOR = 1_000_000_000_000;
/** Packs of one product, and steps of one ladder, as a form may send them; the rules say how many are right. */
const MAX_FORM_PACKS = 100;
const MAX_FORM_STEPS = 50;
/** Packs that one page of the table sets. */
const MAX_SET = 1_000;

const id = z.string().min(1).max(128);
const words = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^\P{Cc}*$/u, "must be one line");

export const companyPricesInput = z.strictObject({
  packs: z
    .array(
      z.strictObject({
        variant_id: id,
        minimum_packs: z.int().min(0).max(1_000_000_000),
        steps: z
          .array(
            z.strictObject({ from: z.int().min(0).max(1_000_000_000), price_minor: z.int().min(0).max(MAX_MINOR) }),
          )
          .max(MAX_FORM_STEPS),
        /** The version that was seen; 0: there was none. */
        seen: z.int().min(0),
      }),
    )
    .min(1)
    .max(MAX_FORM_PACKS),
});
export type CompanyPricesInput = z.output<typeof companyPricesInput>;

/** What a pack costs companies, as its cooperative has set it. */
export interface CompanyPrice {
  variant_id: string;
  currency: string;
  minimum_packs: number;
  /** Empty: the price of the shop holds. */
  steps: VolumeStep[];
  version: number;
}

/** A line as somebody wrote it. */
const writtenLine = z.strictObject({
  name: words(200),
  pack: words(120).default(""),
  amount: words(60).default(""),
  unit: z.enum(["packs", "kg"]).default("packs"),
});
export type WrittenLine = z.output<typeof writtenLine>;

export const quickSheetInput = z.strictObject({
  lines: z.array(writtenLine).min(1).max(MAX_QUICK_LINES),
  idempotency_key: z.uuid(),
});
export type QuickSheetInput = z.output<typeof quickSheetInput>;

/** Packs as they were typed beside each; 0 takes one off the list. */
export const quickSetInput = z.strictObject({
  packs: z.array(z.strictObject({ variant_id: id, packs: z.int().min(0).max(MAX_PACKS_PER_LINE) })).max(MAX_SET),
});
export type QuickSetInput = z.output<typeof quickSetInput>;

/**
 * A line put right: another pack, other words or another amount; or taken off. `of`: the pack, or the words of a line that is of none, as it
 * was read: where the line is of another one by now, it is left as it is.
 */
export const quickMendInput = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        line: z.int().min(1),
        of: words(200).optional(),
        off: z.boolean().default(false),
        variant_id: id.optional(),
        name: words(200).optional(),
        amount: words(60).optional(),
      }),
    )
    .min(1)
    .max(MAX_SET),
});
export type QuickMendInput = z.output<typeof quickMendInput>;

export const listName = words(80).min(1);

/** Whose list it is. */
export interface ListOwner {
  member_id: string;
  company_id: string;
}

/** A line with what it came to. */
export interface SettledRow {
  name: string;
  pack: string;
  amount: string;
  unit: QuickUnit;
  variant_id: string | null;
  packs: number | null;
  fault: Exclude<QuickFault, "below_minimum" | "not_sold"> | null;
}
export interface ListRow extends SettledRow {
  line: number;
}

/** A line of a list, as a quote asks for it. */
export type AskedLine = Pick<ListRow, "line" | "variant_id" | "packs">;

export interface SavedList {
  id: string;
  name: string;
  /** Who made it; empty for who was forgotten. */
  person: string;
  lines: number;
  created_at: Date;
}
