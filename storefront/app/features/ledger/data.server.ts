import { z } from "zod";
import { both, unit } from "../../lib/shapes";
import { poolSchema } from "../desk/data.server";
import { FIGURES } from "./figures";

// What the ledger's answers hold, named once.

export const figuresSchema = z.object({
  day: z.string(),
  in: z.int(),
  returned: z.int(),
  adjusted: z.int(),
  split: z.int(),
  sold: z.int(),
  lost: z.int(),
  on_hand: z.int(),
  held: z.int(),
  left: z.int(),
  kept_apart: z.int(),
  lots: z.int(),
  households: z.int(),
});

const kind = z.enum(["intake", "hold", "release", "ship", "waste", "adjust", "return", "split"]);

export const poolDetailSchema = z.object({
  pool: poolSchema,
  figures: figuresSchema,
  /** Its stock in Medusa, and whether any pack is sold from it. */
  stock: z.object({ sku: z.string().nullable(), has_packs: z.boolean() }),
  movements: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      kind,
      lot_number: z.string().nullable(),
      on_hand_delta: z.int(),
      held_delta: z.int(),
      reason: z.string(),
      person: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
});

export const whySchema = z.object({
  figure: z.enum(FIGURES),
  figures: figuresSchema,
  sum_of_page: z.int(),
  rows: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      kind: z.string(),
      lot_number: z.string().nullable(),
      units: z.int(),
      reason: z.string(),
      person: z.string().nullable(),
      source: z.string(),
    }),
  ),
  next: z.string().nullable(),
});

const household = z.object({ id: z.string(), card_number: z.string(), name: z.string() }).nullable();

const adjustment = z.object({
  id: z.string(),
  pool_id: z.string(),
  kind: z.enum(["waste", "adjust"]),
  reason: z.string(),
  words: z.string(),
  total_units: z.int(),
  state: z.enum(["proposed", "approved", "rejected", "withdrawn"]),
  proposed_by: z.string().nullable(),
  proposed_by_id: z.string(),
  decided_by: z.string().nullable(),
  at: z.string(),
  lines: z.array(z.object({ lot_number: z.string(), household, delta_units: z.int() })),
});
export type Adjustment = z.output<typeof adjustment>;
export const adjustmentsSchema = z.object({ adjustments: z.array(adjustment), next: z.string().nullable() });
export const adjustmentSchema = z.object({ adjustment });

export const stocktakeShape = z.object({
  id: z.string(),
  pool_id: z.string(),
  state: z.enum(["open", "counted", "approved", "dropped"]),
  bearer: z.enum(["oldest_first", "pro_rata", "cooperative"]),
  opened_by: z.string().nullable(),
  counted_by: z.string().nullable(),
  counted_by_id: z.string().nullable(),
  decided_by: z.string().nullable(),
  counted_units: z.int().nullable(),
  expected_units: z.int().nullable(),
  words: z.string().nullable(),
  at: z.string(),
  lines: z.array(
    z.object({
      lot_id: z.string(),
      lot_number: z.string(),
      household,
      delta_units: z.int(),
      borne_by: z.enum(["household", "cooperative"]),
    }),
  ),
});
export const stocktakeSchema = z.object({
  stocktake: stocktakeShape,
  /** What was booked for lots that the cooperative bears; null: no price is known yet. */
  losses: z
    .array(
      z.object({
        lot_id: z.string(),
        currency: z.string(),
        amount_minor: z.int().nullable(),
        basis: z.enum(["sales", "ticket", "average"]).nullable(),
      }),
    )
    .default([]),
});
export const stocktakesSchema = z.object({ stocktakes: z.array(stocktakeShape), next: z.string().nullable() });

export const sheetSchema = z.object({
  stocktake_id: z.string(),
  pool_id: z.string(),
  more: z.boolean(),
  lines: z.array(
    z.object({
      lot_id: z.string(),
      lot_number: z.string(),
      household,
      harvested_on: z.string(),
      best_before: z.string().nullable(),
      on_hand: z.int(),
      allocated: z.int(),
    }),
  ),
});

const forecast = z.object({
  id: z.string(),
  pool_id: z.string(),
  produce_name: both,
  grade_name: both,
  unit,
  units: z.int(),
  delivered_units: z.int(),
  expected_units: z.int(),
  ratio_bp: z.int().nullable(),
  ready_from: z.string(),
  ready_to: z.string(),
  state: z.enum(["declared", "delivered", "withdrawn"]),
  note: z.string().nullable(),
  at: z.string(),
  household: household.optional(),
});
export type Forecast = z.output<typeof forecast>;
export const forecastsSchema = z.object({ forecasts: z.array(forecast), next: z.string().nullable() });
export const ownForecastsSchema = forecastsSchema.extend({
  pools: z.array(z.object({ id: z.string(), produce_name: both, grade_name: both, unit })),
});

export const holdsSchema = z.object({
  holds: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["cart", "quote", "preorder", "expiry", "recall", "short", "replacement"]),
      owner_id: z.string(),
      order_id: z.string().nullable(),
      state: z.enum(["soft", "pending", "confirmed"]),
      note: z.string().nullable(),
      made_by: z.string().nullable(),
      expires_at: z.string().nullable(),
      left_s: z.int().nullable(),
      at: z.string(),
      lines: z.array(z.object({ pool_id: z.string(), units: z.int() })),
      releasable: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});
export type DeskHold = z.output<typeof holdsSchema>["holds"][number];

export const returnedSchema = z.object({
  returned: z.array(
    z.object({
      id: z.string(),
      order_id: z.string(),
      claim: z.object({ id: z.string(), number: z.string() }).nullable(),
      pool_id: z.string(),
      units: z.int(),
      damaged: z.boolean(),
      state: z.enum(["waiting", "sellable", "wasted"]),
      decided_by: z.string().nullable(),
      words: z.string().nullable(),
      at: z.string(),
    }),
  ),
  next: z.string().nullable(),
});

export const auditSchema = z.object({
  unit,
  days: z.array(
    z.object({
      day: z.string(),
      tickets: z.int(),
      net: z.int(),
      accepted: z.int(),
      ticket_kept_apart: z.int(),
      intake: z.int(),
      returned: z.int(),
      adjusted: z.int(),
      split: z.int(),
      wasted: z.int(),
      shipped: z.int(),
      shipped_in_parcels: z.int(),
      on_hand_before: z.int(),
      on_hand_after: z.int(),
      differences: z.array(
        z.object({ name: z.enum(["tickets_and_intake", "shipped_and_parcels", "balance"]), units: z.int() }),
      ),
    }),
  ),
});
export type AuditDay = z.output<typeof auditSchema>["days"][number];

export const policySchema = z.object({
  policy: z.object({
    limit_g: z.int(),
    limit_pieces: z.int(),
    bearer: z.enum(["oldest_first", "pro_rata", "cooperative"]),
  }),
});
export const shrinkRulesSchema = z.object({
  rules: z.array(
    z.object({
      id: z.string(),
      produce: z.string(),
      produce_name: both,
      ppm_per_day: z.int(),
      from_day: z.string(),
      reason: z.string(),
      person: z.string().nullable(),
    }),
  ),
});

export const expiringSchema = z.object({
  lots: z.array(
    z.object({
      lot_id: z.string(),
      number: z.string(),
      pool_id: z.string(),
      household,
      produce_name: both,
      grade_name: both,
      unit,
      best_before: z.string(),
      days: z.int(),
      on_hand: z.int(),
      free: z.int(),
    }),
  ),
});
