import { z } from "zod";
import { both, minor } from "../../lib/shapes";
import { refundParts, refundState } from "../order/money-back.server";
import { cycleSchema } from "./selling.server";

/** What a buyer's page reads of the order cycle of an order. */
export const orderCycleSchema = cycleSchema
  .pick({ name: true, state: true, closes_at: true, way: true, ready_from: true, ready_to: true })
  .extend({
    place: both,
    waits: z.boolean(),
    back: z.object({ amount_minor: minor, currency: z.string(), state: refundState, back: refundParts }).nullable(),
  });
export type OrderCycleView = z.output<typeof orderCycleSchema>;
