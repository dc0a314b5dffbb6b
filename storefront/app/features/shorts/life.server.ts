import { z } from "zod";
import { KINDS as CLAIM_KINDS, STATES as CLAIM_STATES } from "../claims/words";
import { PARCEL_STATES } from "../order/states";
import { successors } from "../packing/data.server";
import { whySchema } from "../packing/why";
import { both, minor, unit } from "../../lib/shapes";
import { SHORT_STATES } from "./data.server";

// What has happened to one lot, and to one parcel.

const relative = z.object({ lot_id: z.string(), number: z.string(), grade_name: both, unit, units: z.int() });
export const lotLifeSchema = z.object({
  lot: z.object({
    id: z.string(),
    number: z.string(),
    pool_id: z.string(),
    produce_name: both,
    grade_name: both,
    unit,
    household: z.object({ name: z.string(), card_number: z.string() }).nullish(),
    harvested_on: z.string(),
    best_before: z.string().nullable(),
    gross_g: z.int().nullable(),
    tare_g: z.int().nullable(),
    units: z.int(),
    kept_apart: z.int(),
    sold: z.int(),
    held: z.int(),
    left: z.int(),
    lost: z.int(),
    weigher: z.string(),
    weighed_at: z.string(),
    recalled: z.boolean(),
    returned_for: z.string().nullable(),
  }),
  movements: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      kind: z.string(),
      on_hand_delta: z.int(),
      held_delta: z.int(),
      reason: z.string(),
      person: z.string(),
      source: z.string(),
    }),
  ),
  allocations: z.array(
    z.object({ id: z.string(), order_id: z.string(), units: z.int(), state: z.string(), why: both, at: z.string() }),
  ),
  shorts: z.array(
    z.object({ id: z.string(), number: z.string(), state: z.enum(SHORT_STATES), units: z.int(), reason: z.string() }),
  ),
  parcels: z.array(
    z.object({
      parcel_id: z.string(),
      number: z.string(),
      state: z.enum(PARCEL_STATES),
      display_id: z.number().nullable(),
      units: z.int(),
      name: z.string(),
    }),
  ),
  next: z.string().nullable(),
  money: z.array(z.object({ currency: z.string(), sales: z.array(z.object({ share_minor: minor })) })),
  recalls: z.array(z.object({ id: z.string(), number: z.string(), state: z.string(), reason: z.string() })),
  parent: relative.nullable(),
  children: z.array(relative),
});

export const parcelLifeSchema = z.object({
  parcel: z.object({
    id: z.string(),
    number: z.string(),
    order_id: z.string(),
    wanted_on: z.string().nullable(),
    state: z.enum(PARCEL_STATES),
    name: z.string(),
    phone: z.string(),
    address: z.string(),
    gross_g: z.int(),
    currency: z.string(),
    freight_minor: minor,
    /** By the scale, once it is packed; what its carriage costs at that weight where that is known. */
    weighed: z
      .object({ weighed_g: z.int(), freight_minor: minor.nullable(), reason: z.string().nullable() })
      .nullable(),
    carrier: z.string(),
    tracking_number: z.string().nullable(),
    accounted_by: z.string().nullable(),
    told_by_hand: z.boolean(),
    replaced_by: successors,
    why: whySchema.nullable(),
    contents: z.array(z.object({ order_line_id: z.string(), title: z.string(), packs: z.int(), claimed: z.int() })),
    claims: z.array(
      z.object({ id: z.string(), number: z.string(), kind: z.enum(CLAIM_KINDS), state: z.enum(CLAIM_STATES) }),
    ),
    lots: z.array(
      z.object({
        lot_id: z.string(),
        lot_number: z.string(),
        household_name: z.string().nullable(),
        card_number: z.string().nullable(),
        produce_name: both,
        grade_name: both,
        unit,
        harvested_on: z.string(),
        units: z.int(),
        recalled: z.boolean(),
      }),
    ),
    events: z.array(
      z.object({ at: z.string(), state: z.string(), said: z.string().nullable(), place: z.string().nullable() }),
    ),
  }),
});
