import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";

export const ordersQuery = z.strictObject({
  /** `next` of the page before. */
  before: z.string().max(160).regex(CURSOR_SHAPE).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export type OrdersQuery = z.output<typeof ordersQuery>;

/** Which file of a print, from 0. */
export const labelsQuery = z.strictObject({ part: z.coerce.number().int().min(0).max(10_000).default(0) });
export type LabelsQuery = z.output<typeof labelsQuery>;
