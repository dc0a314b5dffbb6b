import { z } from "zod";
import { dayNumber, MAX_STEPS } from "@commonlot/domain";

/** Goods of one cycle: an editor's page, not a catalogue. */
const MAX_GOODS = 30;
/** Buyers have paid and wait: nobody waits longer than this for a cycle to close. */
export const MAX_DAYS_OPEN = 62;
const MAX_CASES = 100_000;

const isDay = (text: string): boolean => dayNumber(text) !== null;
const id = z.string().min(1).max(128);
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "is a day such as 2026-12-01")
  .refine(isDay, "is no day of the calendar");
/** As a clock at the cooperative shows it. */
export const localMoment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, "is a day and a time such as 2026-12-01T08:00")
  .refine((at) => isDay(at.slice(0, 10)), "is no day of the calendar");
const name = z.string().trim().min(1, "needs a name").max(80);
const place = z.string().trim().max(200).default("");

const cycleGoodInput = z.strictObject({
  product_id: id,
  /** Base units in a full case: grams, or pieces. */
  case_units: z.int().min(1, "a case holds more than nothing").max(1_000_000_000),
  lead_variant_id: id,
  /** Steps after the first, whose price is today's. */
  steps: z
    .array(z.strictObject({ from_cases: z.int().min(1).max(MAX_CASES), price_minor: z.int().min(1).max(100_000_000) }))
    .max(MAX_STEPS - 1),
});

export const cycleInput = z.strictObject({
  name_zh: name,
  name_en: name,
  opens: localMoment,
  closes: localMoment,
  way: z.enum(["ship", "pickup"]),
  ready_from: day,
  ready_to: day,
  place_zh: place,
  place_en: place,
  minimum_kind: z.enum(["none", "grams", "orders"]),
  minimum: z.int().min(0).max(1_000_000_000_000),
  sold_between: z.boolean(),
  goods: z.array(cycleGoodInput).min(1, "choose goods").max(MAX_GOODS),
});
export type CycleInput = z.output<typeof cycleInput>;

/** What the catalogue knows of goods that a cycle sells; read by the caller. */
export interface CatalogueGood {
  product_id: string;
  pool_id: string;
  cooperative_id: string;
  unit_g: number;
  currency: string;
  packs: readonly { variant_id: string; units_per_pack: number; price_minor: bigint }[];
}

export interface CycleRow {
  id: string;
  cooperative_id: string;
  name_zh: string;
  name_en: string;
  opens_at: Date;
  closes_at: Date;
  way: "ship" | "pickup";
  ready_from: string;
  ready_to: string;
  place_zh: string;
  place_en: string;
  minimum_kind: "none" | "grams" | "orders";
  minimum: string;
  sold_between: boolean;
  state: "draft" | "dropped" | "published" | "closing" | "reached" | "missed" | "called_off";
  call_off_words: string | null;
  version: number;
  orders: string | null;
  ordered_g: string | null;
  published_at: Date | null;
  ended_at: Date | null;
  created_at: Date;
}

export interface GoodRow {
  cycle_id: string;
  product_id: string;
  pool_id: string;
  unit_g: string;
  currency: string;
  case_units: string;
  lead_variant_id: string;
  final_step: number | null;
  /** Of orders that stand. */
  ordered_units: string;
  steps: { from_cases: number; price_minor: string }[];
  prices: { variant_id: string; step: number; price_minor: string; units_per_pack: number }[];
}

export interface EntryLine {
  variant_id: string;
  product_id: string;
  packs: number;
  units: number;
}
