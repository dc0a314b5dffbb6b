import { z } from "zod";
import { both, minor } from "../../lib/shapes";
import { freightSchema } from "../addressees/data.server";
import { truckPlan } from "../quote/truck-plan";

// What the backend answers of trucks: what they cost, what they would cost, and the notes that travel with them.

const refusal = z.object({ code: z.string(), message: z.string() });
const went = z.object({
  refusal: z.null(),
  freight_minor: minor,
  parcels: z.int(),
  usual_days: z.int().nullable(),
  latest_days: z.int().nullable(),
});
const truck = z.union([
  truckPlan.extend({ refusal: z.null() }),
  z.object({ rate_id: z.string(), name: z.string(), refusal }),
]);
export const carriageSchema = z.object({
  carriage: z.object({
    refusal: refusal.nullable(),
    currency: z.string().nullable(),
    parcels: z.union([went, z.object({ refusal })]).nullable(),
    /** To many: by zone and carton. */
    addressees: freightSchema.omit({ currency: true }).nullable(),
    trucks: z.array(truck),
  }),
});
export type Carriage = z.output<typeof carriageSchema>["carriage"];

export const notesSchema = z.object({
  delivery_notes: z.array(
    z.object({
      handover_id: z.string(),
      order_id: z.string(),
      number: z.string(),
      driver: z.string().nullable(),
      plate: z.string().nullable(),
      left_at: z.string(),
      cartons: z.int(),
      gross_g: z.number(),
    }),
  ),
});
export type Note = z.output<typeof notesSchema>["delivery_notes"][number];

export const RATE_STATES = ["coming", "in_force", "over", "withdrawn"] as const;
const rate = z.object({
  id: z.string(),
  name: z.string(),
  currency: z.string(),
  capacity_kg: z.int(),
  capacity_pallets: z.int(),
  base_minor: minor,
  per_km_minor: minor,
  minimum_minor: minor,
  road_bp: z.int(),
  km_a_day: z.int(),
  provinces: z.array(both.extend({ code: z.string() })),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
  state: z.enum(RATE_STATES),
  made_by: z.string().nullable(),
  withdrawn_by: z.string().nullable(),
});
export type TruckRate = z.output<typeof rate>;
export const truckRatesSchema = z.object({ truck_rates: z.array(rate), next: z.string().nullable() });
