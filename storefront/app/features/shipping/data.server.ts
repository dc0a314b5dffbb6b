import { z } from "zod";
import { both, minor } from "../../lib/shapes";

// What the desk's answers about carriers, cards, boxes and packs hold, named once.

/** Who makes the label on the box. */
export const LABEL_BY = ["ours", "carrier", "both"] as const;

const carrier = z.object({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  adapter: z.enum(["manual", "standin"]),
  needs_phone: z.boolean(),
  active: z.boolean(),
  cutoff: z.string(),
  pickup_days: z.array(z.int()),
  tracking_lengths: z.array(z.int()),
  tracking_prefixes: z.array(z.string()),
  label_by: z.enum(LABEL_BY),
  services: z.array(z.object({ service: z.string(), title: z.string(), cold: z.boolean() })),
  next_pickup: z.string(),
  missed_today: z.boolean(),
});
export type Carrier = z.output<typeof carrier>;
export const carriersSchema = z.object({ carriers: z.array(carrier) });

export const CARD_STATES = ["coming", "in_force", "over", "withdrawn"] as const;
const cardHead = z.object({
  id: z.string(),
  carrier: z.string(),
  service: z.string(),
  currency: z.string(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
  superseded_on: z.string().nullable(),
  state: z.enum(CARD_STATES),
  used: z.boolean(),
  example: z.boolean(),
  own: z.boolean(),
  zones: z.int(),
});
export type CardHead = z.output<typeof cardHead>;
export const cardsSchema = z.object({
  rate_cards: z.array(cardHead),
  examples: z.array(cardHead),
  next: z.string().nullable(),
});
const cells = z.record(z.string(), z.string());
export const cardSchema = z.object({
  rate_card: cardHead.extend({ made_by: z.string().nullable(), lines: z.array(cells) }),
});

export const ratesSchema = z.object({
  day: z.string(),
  rates: z.array(
    z.object({
      rate_card_id: z.string(),
      carrier: z.string(),
      service: z.string(),
      example: z.boolean(),
      currency: z.string(),
      amount_minor: minor.optional(),
      explained: both.optional(),
      refused: z.string().optional(),
    }),
  ),
});

const carton = z.object({
  id: z.string(),
  own: z.boolean(),
  example: z.boolean(),
  code: z.string(),
  title: z.string(),
  size_mm: z.array(z.int()).nullable(),
  tare_g: z.int(),
  max_weight_g: z.int(),
  cost_minor: minor,
  currency: z.string(),
  on_shelf: z.int().nullable(),
  promised: z.int(),
});
export type Carton = z.output<typeof carton>;
export const cartonsSchema = z.object({ cartons: z.array(carton) });
export const movementsSchema = z.object({
  movements: z.array(
    z.object({
      id: z.string(),
      delta: z.int(),
      reason: z.enum(["received", "counted", "used", "voided"]),
      words: z.string().nullable(),
      person: z.string().nullable(),
      order_id: z.string().nullable(),
      at: z.string(),
    }),
  ),
  next: z.string().nullable(),
});

const pack = z.object({
  variant_id: z.string(),
  names: both,
  net_g: z.int(),
  described: z.boolean(),
  gross_g: z.int().optional(),
  size_mm: z.array(z.int()).optional(),
  volume_ml: z.int().optional(),
  fragile: z.boolean(),
  cold: z.boolean(),
  keep_upright: z.boolean(),
  goods_class: z.string().optional(),
  not_with: z.array(z.string()),
});
export type Pack = z.output<typeof pack>;
export const packsSchema = z.object({ packs: z.array(pack) });

export const sheetSchema = z.object({ kind: z.string(), columns: z.array(z.string()), rows: z.array(cells) });
const cover = {
  in_force: z.int(),
  ends_on: z.string().nullable(),
  next_from: z.string().nullable(),
};
/** Until when a cooperative can send by its rate cards. */
export const coverSchema = z.object({ ...cover, today: z.string() });
export type Cover = z.output<typeof coverSchema>;

const cardsLeft = z.object({ ...cover, expired: z.array(z.object({ line: z.int(), valid_to: z.string() })) });
export type CardsLeft = z.output<typeof cardsLeft>;

export const writtenSchema = z.object({
  sheet: z.object({ kind: z.string(), written: z.int(), cards: cardsLeft.nullable().default(null) }),
});
export const sheetProblemsSchema = z.object({
  problems: z.array(
    z.object({
      line: z.int(),
      column: z.string(),
      problem: z.string(),
      read: z.string().optional(),
      words: z.array(z.string()).optional(),
      other_line: z.int().optional(),
      other: z.string().optional(),
      limit: z.string().optional(),
    }),
  ),
  problem_lines: z.int(),
});

export const wantedSchema = z.object({
  parcels: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      order_id: z.string(),
      carrier: z.string(),
      service: z.string(),
      state: z.string(),
      name: z.string(),
      display_id: z.number().nullable(),
      wave_number: z.string().nullable(),
    }),
  ),
  /** What was asked for, and how many of it have left already. */
  counts: z.object({ all: z.int(), left: z.int() }),
  waves: z.array(z.object({ id: z.string(), number: z.string(), parcels: z.int() })),
  next: z.string().nullable(),
});
export const enteredSchema = z.object({
  stored: z.int(),
  unchanged: z.int(),
  problems: z.array(z.object({ line: z.int(), parcel_number: z.string(), problem: z.string() })),
});
