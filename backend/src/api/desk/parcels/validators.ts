import { PARCEL_TRANSITIONS, statesOf } from "@commonlot/domain";
import { z } from "zod";

const id = z.string().min(1).max(128);

export const parcelsQuery = z.strictObject({
  state: z.enum(statesOf(PARCEL_TRANSITIONS)).optional(),
  order_id: id.optional(),
  /** The id of the last parcel of the page before. */
  after: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export type ParcelsQuery = z.output<typeof parcelsQuery>;
