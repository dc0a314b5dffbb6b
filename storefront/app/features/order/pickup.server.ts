import { z } from "zod";
import { both } from "../../lib/shapes";
import { pointSchema } from "../checkout/pickup.server";

/** What of an order is fetched, where, and how far it is. The code is there for its buyer alone. */
export const orderPickupsSchema = z
  .array(
    z.object({
      cooperative: both,
      point: pointSchema,
      state: z.enum(["packing", "under_way", "ready", "fetched", "ended"]),
      code: z.string().nullable(),
    }),
  )
  .default([]);
export type OrderPickup = z.output<typeof orderPickupsSchema>[number];
