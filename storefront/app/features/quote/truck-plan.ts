import { z } from "zod";
import { minor } from "../../lib/shapes";

/** Goods on a truck, as a version froze it, or as it would be now. */
export const truckPlan = z.object({
  rate_id: z.string(),
  name: z.string(),
  road_km: z.int(),
  days: z.int(),
  trucks: z.int(),
  pallets: z.int(),
  cartons: z.int(),
  gross_g: z.number(),
  freight_minor: minor,
});
