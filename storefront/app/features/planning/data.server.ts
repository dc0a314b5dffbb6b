import { z } from "zod";

/** Orders whose parcels are being planned, and those that could not be. */
export const plansSchema = z.object({
  writing: z.array(
    z.object({
      order_id: z.string(),
      display_id: z.number().nullable(),
      parcels: z.int(),
      written: z.int(),
      stuck: z.boolean(),
    }),
  ),
  refused: z.array(
    z.object({
      order_id: z.string(),
      display_id: z.number().nullable(),
      reason: z.string(),
      sentence: z.string(),
      at: z.string(),
      asked_again: z.boolean(),
    }),
  ),
});
export type Plans = z.output<typeof plansSchema>;
