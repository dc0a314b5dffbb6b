import { z } from "zod";
import { qrOf } from "../../lib/qr.server";
import { both } from "../../lib/shapes";
import { pointSchema } from "../checkout/pickup.server";

/** What of an order is fetched, where, and how far it is. The code is there for its buyer alone. */
export const orderPickupsSchema = z
  .array(
    z
      .object({
        cooperative: both,
        point: pointSchema,
        state: z.enum(["packing", "under_way", "ready", "fetched", "ended"]),
        code: z.string().nullable(),
      })
      // Drawn where it can be given out for: who fetches holds the phone out.
      .transform((one) => ({ ...one, qr: one.code !== null && one.state === "ready" ? qrOf(one.code) : null })),
  )
  .default([]);
export type OrderPickup = z.output<typeof orderPickupsSchema>[number];
