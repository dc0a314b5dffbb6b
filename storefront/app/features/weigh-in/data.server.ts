import { z } from "zod";
import { both, minor, unit } from "../../lib/shapes";
import { poolSchema } from "../desk/data.server";
import { CORRECTION_REASONS, CULL_REASONS } from "./reasons";

const price = z.object({ price_minor: minor, currency: z.string(), per: z.enum(["kg", "piece"]) });

/** What a weighing place needs for a day. */
export const setupSchema = z.object({
  day: z.string(),
  currency: z.string(),
  pools: z.array(poolSchema.extend({ grade: z.string() })),
  containers: z.array(z.object({ code: z.string(), name: z.string(), tare_g: z.int() })),
  scales: z.array(z.object({ code: z.string(), name: z.string(), limit_g: z.int() })),
  rules: z.array(
    z.object({
      produce: z.string(),
      kind: z.enum(["moisture", "foreign_matter", "imperfect", "other"]),
      method: z.enum(["dry_matter", "share"]),
      base_bp: z.int(),
      limit_bp: z.int().nullable(),
    }),
  ),
  prices: z.array(price.extend({ produce: z.string(), grade: z.string() })),
});
export type Setup = z.output<typeof setupSchema>;

const deduction = z.object({
  kind: z.enum(["moisture", "foreign_matter", "imperfect", "other"]),
  method: z.enum(["dry_matter", "share"]),
  measured_bp: z.int(),
  base_bp: z.int(),
  deducted_g: z.int(),
});

export const receiptSchema = z.object({
  receipt: z.object({
    lot_id: z.string(),
    number: z.string(),
    household: z.object({ card_number: z.string(), name: z.string() }),
    pool: z.object({ id: z.string(), produce: z.string(), unit }),
    gross_g: z.int().nullable(),
    tare_g: z.int().nullable(),
    net_g: z.int().nullable(),
    deductions: z.array(deduction),
    day_price: price.nullable(),
    units: z.int(),
    kept_apart_units: z.int(),
    season_units: z.int(),
    pool_on_hand: z.int(),
    repeated: z.boolean(),
  }),
});
export type Receipt = z.output<typeof receiptSchema>["receipt"];

export const repeatSchema = z.object({
  details: z.object({
    earlier: z.object({ lot_id: z.string(), number: z.string(), units: z.int(), unit, weighed_at: z.string() }),
  }),
});

export const ticketSchema = z.object({
  ticket: z.object({
    id: z.string(),
    number: z.string(),
    household: z.object({ id: z.string(), name: z.string(), card_number: z.string() }).optional(),
    cooperative: z.object({ name: both, phone: z.string().nullish() }).optional(),
    produce_name: both,
    grade_name: both,
    unit,
    price_mode: z.enum(["by_sale", "fixed", "pool_average"]),
    day_price: price.nullable(),
    harvested_on: z.string(),
    weighed_at: z.string(),
    weigher: z.string().nullable(),
    container: z.string().nullable(),
    containers: z.int().nullable(),
    gross_g: z.int().nullable(),
    tare_g: z.int().nullable(),
    net_g: z.int().nullable(),
    deductions: z.array(deduction),
    intake_units: z.int(),
    units: z.int(),
    kept_apart_units: z.int(),
    culls: z.array(
      z.object({
        units: z.int(),
        reason: z.enum(CULL_REASONS),
        fate: z.enum(["returned", "discarded"]),
        words: z.string(),
      }),
    ),
    photos: z.array(z.object({ id: z.string(), width: z.int(), height: z.int() })),
    corrections: z.array(
      z.object({
        id: z.string(),
        delta_units: z.int(),
        reason: z.enum(CORRECTION_REASONS),
        words: z.string(),
        state: z.enum(["proposed", "signed", "dropped"]),
        entered_by: z.string().nullable(),
        ended_by: z.string().nullable(),
        at: z.string(),
      }),
    ),
    objections: z.array(
      z.object({
        id: z.string(),
        via: z.enum(["tap", "call", "sms"]),
        words: z.string(),
        state: z.enum(["open", "corrected", "explained"]),
        answer: z.string().nullable(),
        answered_by: z.string().nullable(),
        said_by: z.string().nullable(),
        at: z.string(),
      }),
    ),
    objection_days_left: z.int().nullable(),
  }),
});
export type Ticket = z.output<typeof ticketSchema>["ticket"];

/** A receipt as its household reads it: with what became of the goods beside their sales. */
export const ownTicketSchema = ticketSchema.extend({
  changes: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      kind: z.enum(["waste", "adjust", "split", "return"]),
      units: z.int(),
      reason: z.string(),
    }),
  ),
  parent: z.object({ id: z.string(), number: z.string() }).nullable(),
});

const whose = z.object({ name: z.string(), card_number: z.string() }).optional();
export const correctionsSchema = z.object({
  corrections: z.array(
    z.object({
      id: z.string(),
      lot_id: z.string(),
      lot_number: z.string(),
      household: whose,
      produce_name: both,
      unit,
      units: z.int(),
      delta_units: z.int(),
      reason: z.enum(CORRECTION_REASONS),
      words: z.string(),
      entered_by: z.string(),
      mine: z.boolean(),
      at: z.string(),
    }),
  ),
});
export const objectionsSchema = z.object({
  objections: z.array(
    z.object({
      id: z.string(),
      lot_id: z.string(),
      lot_number: z.string(),
      household: whose,
      produce_name: both,
      unit,
      units: z.int(),
      via: z.enum(["tap", "call", "sms"]),
      words: z.string(),
      at: z.string(),
    }),
  ),
});

export const scaleFileSchema = z.object({
  file: z.object({
    lines: z.int(),
    fault_count: z.int(),
    faults: z.array(
      z.object({
        line: z.int(),
        column: z.string(),
        code: z.string(),
        values: z.record(z.string(), z.union([z.string(), z.number()])),
        message: z.string(),
      }),
    ),
    pools: z.array(
      z.object({
        pool_id: z.string(),
        produce_name: both,
        grade_name: both,
        unit,
        lots: z.int(),
        units: z.int(),
        deducted_g: z.int(),
      }),
    ),
    households: z.int(),
    before: z.int(),
    taken: z.object({ lots: z.int() }).nullable(),
  }),
});
export type ScaleFile = z.output<typeof scaleFileSchema>["file"];

export const collectionSchema = z.object({
  times: z.array(z.object({ id: z.string(), weekday: z.int(), from: z.string(), to: z.string() })),
});

export const cullsSchema = z.object({
  culls: z.array(
    z.object({
      id: z.string(),
      produce_name: both,
      grade_name: both,
      unit,
      units: z.int(),
      reason: z.enum(CULL_REASONS),
      fate: z.enum(["returned", "discarded"]),
      words: z.string(),
      lot_number: z.string().nullable(),
      household: z.object({ name: z.string(), card_number: z.string() }).optional(),
      weigher: z.string(),
      at: z.string(),
    }),
  ),
  next: z.string().nullable(),
});

export const handInSchema = z.object({
  next: z.object({ day: z.string(), from: z.string(), to: z.string() }).nullable(),
  day: z.string(),
  produce: z.array(
    z.object({
      pool_id: z.string(),
      produce: z.string(),
      produce_name: both,
      grade_name: both,
      unit,
      price: price.nullable(),
    }),
  ),
});

export const nothing = z.object({});
