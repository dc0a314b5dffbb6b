import { MAX_REASON_LENGTH, MAX_SEASON_DAYS } from "@commonlot/domain";
import { z } from "zod";

const id = z.string().min(1).max(128);
/** Far above any pool; the rule draws the real line and says it in words. */
const units = z.int().min(1).max(1_000_000_000_000);
const queryUnits = z.coerce.number().pipe(units);
/** 0: any share is fetched, however small. */
const least = z.int().min(0).max(1_000_000_000_000);
const rule = z.enum(["pro_rata", "equal", "fefo", "rotation"]);
const reason = z.string().trim().min(3, "say the reason in a few words").max(MAX_REASON_LENGTH);

export const allocationQuery = z.strictObject({ after: id.optional() });
export type AllocationQuery = z.infer<typeof allocationQuery>;

export const swapBody = z.strictObject({
  order_line_id: id,
  from_lot_id: id,
  to_lot_id: id,
  units,
  reason,
  idempotency_key: z.string().regex(/^[A-Za-z0-9_-]{8,100}$/, "8 to 100 letters, digits, - or _"),
});
export type SwapBody = z.infer<typeof swapBody>;

const askedRule = {
  rule,
  cap_units: queryUnits.optional(),
  min_take_units: z.coerce.number().pipe(least).optional(),
  season_days: z.coerce.number().int().min(1).max(MAX_SEASON_DAYS).optional(),
};

export const orderSimulationQuery = z.strictObject({ order_line_id: id, ...askedRule });
export type OrderSimulationQuery = z.infer<typeof orderSimulationQuery>;

export const poolSimulationQuery = z.strictObject({ units: queryUnits, ...askedRule });
export type PoolSimulationQuery = z.infer<typeof poolSimulationQuery>;

export const rulesQuery = z.strictObject({ before_version: z.coerce.number().int().min(1).optional() });
export type RulesQuery = z.infer<typeof rulesQuery>;

export const ruleBody = z.strictObject({
  rule,
  cap_units: units.optional(),
  min_take_units: least.optional(),
  season_days: z.int().min(1).max(MAX_SEASON_DAYS).optional(),
  reason,
});
export type RuleBody = z.infer<typeof ruleBody>;

export const decisionBody = z.strictObject({ decision: z.enum(["approve", "drop"]) });
export type DecisionBody = z.infer<typeof decisionBody>;
