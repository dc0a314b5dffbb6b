import { z } from "zod";

/** Events of one webhook at most: the carrier sends a thousand. */
const MAX_EVENTS = 5_000;

const id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9_.:-]+$/);

/** Keys that a carrier adds later are let pass; what we read is checked. */
export const carrierBatchSchema = z.object({
  id,
  type: z.string().min(1).max(60),
  events: z
    .array(
      z.object({
        id,
        reference: z.string().min(1).max(60),
        tracking_number: z.string().max(60).optional(),
        state: z.string().min(1).max(40),
        at: z.iso.datetime({ offset: true }),
        place: z.string().max(200).nullish(),
      }),
    )
    .min(1)
    .max(MAX_EVENTS),
});

export type CarrierBatch = z.output<typeof carrierBatchSchema>;
