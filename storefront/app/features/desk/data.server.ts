import { z } from "zod";
import { both, minor, unit } from "../../lib/shapes";

// What the desk's answers hold, named once.

export const meSchema = z.object({
  member: z.object({ id: z.string(), name: z.string(), role: z.enum(["manager", "weigher", "packer", "accountant"]) }),
  cooperatives: z.array(z.object({ id: z.string(), name: both.optional() })),
  cooperative: z.object({ id: z.string(), name: both, currency: z.string(), tz: z.string() }),
});
export type Me = z.output<typeof meSchema>;

export const poolSchema = z.object({
  id: z.string(),
  produce: z.string(),
  produce_name: both,
  grade_name: both,
  unit,
  origin: z.object({ name: both.optional() }),
  on_hand: z.int(),
  held: z.int(),
  available: z.int(),
  /** Still in the field: declared by households, and what to expect of it. Never stock. */
  forecast: z.object({ declared: z.int(), expected: z.int(), forecasts: z.int() }),
  /** Buyers who wait for it, how much they want, and what of that is kept. */
  preorders: z.object({ buyers: z.int(), units: z.number(), kept_units: z.number() }),
  status: z.string(),
});
export type Pool = z.output<typeof poolSchema>;
export const poolsSchema = z.object({ pools: z.array(poolSchema) });

export const lotSchema = z.object({
  id: z.string(),
  number: z.string(),
  pool_id: z.string(),
  produce: z.string(),
  produce_name: both,
  grade_name: both,
  unit,
  harvested_on: z.string(),
  units: z.int(),
  sold: z.int(),
  held: z.int(),
  left: z.int(),
  lost: z.int(),
  weighed_at: z.string(),
});
export type Lot = z.output<typeof lotSchema>;
export const deskLotsSchema = z.object({
  lots: z.array(lotSchema.extend({ household: z.object({ card_number: z.string(), name: z.string() }).optional() })),
  next: z.string().nullish(),
});

export const ordersSchema = z.object({
  orders: z.array(
    z.object({
      order_id: z.string(),
      display_id: z.number().nullable(),
      company: z.string().nullable(),
      place: z.string().nullable(),
      wanted_on: z.string().nullable(),
      planned_at: z.string(),
      gross_g: z.int(),
      parcels: z.int(),
      states: z.record(z.string(), z.int()),
      proof: z.object({ cost_minor: z.int(), over_minor: z.int(), currency: z.string() }).nullable(),
    }),
  ),
  next: z.string().nullable(),
});

const totals = z.object({
  currency: z.string(),
  households: z.int(),
  gross_minor: minor,
  deductions_minor: minor,
  net_minor: minor,
  paid_minor: minor,
  on_its_way_minor: minor,
  remaining_minor: minor,
});

export const periodSchema = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  state: z.enum(["open", "settling", "settled", "approved", "paid"]),
  totals: z.array(totals),
});
export type Period = z.output<typeof periodSchema>;
export const periodsSchema = z.object({
  periods: z.array(periodSchema),
  /** Sold lines that no period can hold yet, since their hold days are not over. */
  unposted: z.int(),
});

export const periodDetailSchema = z.object({
  period: periodSchema.extend({
    /** Where it stands by the cooperative's clock. */
    stage: z.enum(["going_on", "last_day", "over"]),
    asked_early: z.boolean(),
    requested_at: z.string().nullable(),
    requested_by_name: z.string().nullable(),
    approved_by_name: z.string().nullable(),
    asked_by_me: z.boolean(),
    approvers: z.array(z.object({ name: z.string(), role: z.enum(["accountant", "manager"]) })),
    households: z.array(
      z.object({
        id: z.string(),
        number: z.string(),
        household_id: z.string(),
        household_name: z.string().nullable(),
        card_number: z.string().nullable(),
        currency: z.string(),
        gross_minor: minor,
        deductions_minor: minor,
        net_minor: minor,
        paid_minor: minor,
        on_its_way_minor: minor,
        remaining_minor: minor,
        flags: z.array(z.enum(["below_zero", "zero", "not_paid"])),
      }),
    ),
    next: z.string().nullable(),
  }),
});

export type PeriodDetail = z.output<typeof periodDetailSchema>["period"];

export const batchSchema = z.object({
  id: z.string(),
  number: z.string(),
  /** Null: of agents' commissions. */
  period_id: z.string().nullable(),
  commission_run_id: z.string().nullable(),
  rail: z.enum(["bank_file", "stripe", "cash"]),
  currency: z.string(),
  payouts: z.int(),
  total_minor: minor,
  state: z.enum(["open", "exported", "done"]),
  exported_at: z.string().nullable(),
});
export const batchesSchema = z.object({ batches: z.array(batchSchema) });

const bankState = z.enum(["sent", "accepted", "paid", "rejected", "returned"]);

export const batchDetailSchema = z.object({
  batch: batchSchema.extend({
    lines: z.array(
      z.object({
        id: z.string(),
        account_name: z.string(),
        account_last4: z.string().nullable(),
        statement_number: z.string(),
        amount_minor: minor,
        state: z.enum(["intended", "created", "failed", "unknown"]),
        reason: z.string().nullable(),
        reason_code: z.string().nullable(),
        bank_state: bankState.exclude(["sent"]).nullable(),
        bank_answered_at: z.string().nullable(),
        bank_words: both.nullable(),
      }),
    ),
    next: z.string().nullable(),
    answers: z.array(z.object({ bank_state: bankState, payouts: z.int(), amount_minor: minor })),
  }),
});
