import { z } from "zod";
import { both, unit } from "../../lib/shapes";
import { poolSchema } from "../desk/data.server";
import { CHOICES } from "../short-choice/choices";

/** Of a pool's page, what a form about its rule needs. */
export const onePoolSchema = z.object({ pool: poolSchema });

export const RULES = ["pro_rata", "equal", "fefo", "rotation"] as const;
const rule = z.enum(RULES);
export type Rule = (typeof RULES)[number];

const household = z.object({ id: z.string(), name: z.string(), card_number: z.string() });
const why = both;

export const allocationSchema = z.object({
  order_id: z.string(),
  display_id: z.number().nullable(),
  wanted_on: z.string().nullable(),
  short_choice: z.enum(CHOICES).nullable(),
  lines: z.array(
    z.object({
      order_line_id: z.string(),
      pool_id: z.string(),
      produce_name: both,
      grade_name: both,
      unit,
      blendable: z.boolean(),
      pack_units: z.int().nullable(),
      units: z.int(),
      lots: z.int(),
      households: z.int(),
      rule,
      at: z.string(),
    }),
  ),
  lots: z.array(
    z.object({
      id: z.string(),
      order_line_id: z.string(),
      pool_id: z.string(),
      lot_id: z.string(),
      lot_number: z.string(),
      household,
      harvested_on: z.string(),
      best_before: z.string().nullable(),
      units: z.int(),
      shipped: z.int(),
      state: z.enum(["held", "shipped", "released"]),
      why,
    }),
  ),
  next: z.string().nullable(),
  candidates: z.array(
    z.object({
      pool_id: z.string(),
      lot_id: z.string(),
      lot_number: z.string(),
      household,
      free_units: z.int(),
      best_before: z.string().nullable(),
    }),
  ),
  swaps: z.array(
    z.object({
      id: z.string(),
      order_line_id: z.string(),
      from_lot_number: z.string(),
      to_lot_number: z.string(),
      units: z.int(),
      unit,
      reason: z.string(),
      person: z.string(),
      undone: z.boolean(),
      undoes: z.string().nullable(),
      at: z.string(),
    }),
  ),
});
export type Allocation = z.output<typeof allocationSchema>;
export type AllocationLine = Allocation["lines"][number];

export const swapSchema = z.object({ swap: z.object({ id: z.string() }) });

export const simulationSchema = z.object({
  simulation: z.object({
    unit,
    units: z.int(),
    before: z.object({ rule, short_units: z.int() }),
    after: z.object({
      rule,
      cap_units: z.int().nullable(),
      min_take_units: z.int().nullable(),
      short_units: z.int(),
    }),
    shares: z.array(
      z.object({
        household_id: z.string(),
        name: z.string(),
        card_number: z.string(),
        before: z.int(),
        after: z.int(),
      }),
    ),
    rest: z.object({ households: z.int(), before: z.int(), after: z.int() }),
  }),
});
export type Simulation = z.output<typeof simulationSchema>["simulation"];

const settings = {
  version: z.int(),
  rule,
  cap_units: z.int().nullable(),
  min_take_units: z.int().nullable(),
  season_days: z.int(),
};

export const rulesSchema = z.object({
  /** `least_units`: the smallest useful amount that holds, set by somebody or by the pool's nature. */
  in_force: z.object({ ...settings, least_units: z.int() }),
  versions: z.array(
    z.object({
      ...settings,
      id: z.string(),
      state: z.enum(["proposed", "in_force", "dropped"]),
      reason: z.string(),
      proposed_by: z.string(),
      proposed_at: z.string(),
      decided_by: z.string().nullable(),
      decided_at: z.string().nullable(),
      mine: z.boolean(),
    }),
  ),
  next: z.int().nullable(),
});
export type RuleVersion = z.output<typeof rulesSchema>["versions"][number];
