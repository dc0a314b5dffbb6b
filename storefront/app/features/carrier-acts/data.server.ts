import { z } from "zod";

// What the desk's answers about dealings with carriers hold, named once.

export const refusedParcel = z.object({
  id: z.string(),
  number: z.string(),
  carrier: z.string(),
  state: z.string(),
  name: z.string(),
  phone: z.string(),
  address: z.string(),
  fault: z.enum(["no_phone", "carrier_refused"]),
  reason: z.string().nullable(),
});
export type RefusedParcel = z.output<typeof refusedParcel>;
export const refusedBookingsSchema = z.object({ parcels: z.array(refusedParcel), next: z.string().nullable() });

export const bookingCounts = z.object({ booked: z.int(), asked: z.int(), refused: z.int(), open: z.int() });
export type BookingCounts = z.output<typeof bookingCounts>;

export const carrierLabels = z.object({ wanted: z.int(), stored: z.int(), refused: z.int() });
export type CarrierLabels = z.output<typeof carrierLabels>;

export const pickup = z.object({
  id: z.string(),
  carrier: z.string(),
  day: z.string(),
  until: z.string(),
  parcels: z.int(),
  weight_g: z.int(),
  state: z.enum(["pending", "ordered", "refused", "cancelled"]),
  confirmation: z.string().nullable(),
  reason: z.string().nullable(),
  cancelling: z.boolean(),
  cancel_refused: z.string().nullable(),
});
export type Pickup = z.output<typeof pickup>;
export const pickupsSchema = z.object({ pickups: z.array(pickup), next: z.string().nullable() });

export const carrierManifest = z.object({
  id: z.string(),
  carrier: z.string(),
  part: z.int(),
  parcels: z.int(),
  state: z.enum(["pending", "closed", "refused"]),
  number: z.string().nullable(),
  reason: z.string().nullable(),
});
export type CarrierManifest = z.output<typeof carrierManifest>;

export const cancelsSchema = z.object({
  cancels: z.array(
    z.object({
      id: z.string(),
      parcel_id: z.string(),
      reference: z.string(),
      carrier: z.string(),
      why: z.enum(["asked", "voided", "relabelled"]),
      words: z.string().nullable(),
      state: z.enum(["pending", "done", "refused"]),
      reason: z.string().nullable(),
      at: z.string(),
    }),
  ),
  next: z.string().nullable(),
});
