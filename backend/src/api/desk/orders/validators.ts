import { z } from "zod";

export const ordersQuery = z.strictObject({
  /** `planned_at` of the last order of the page before. */
  before: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export type OrdersQuery = z.output<typeof ordersQuery>;

/** Which file of a print, from 0. */
export const labelsQuery = z.strictObject({ part: z.coerce.number().int().min(0).max(10_000).default(0) });
export type LabelsQuery = z.output<typeof labelsQuery>;
