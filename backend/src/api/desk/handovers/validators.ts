import { z } from "zod";

/** Parcels named one by one: a trolley, not a lorry. A whole order goes by its id. */
const MAX_PARCELS = 10_000;
/** 10,000 ids of 39 characters and their commas. */
export const HANDOVER_BODY = "600kb";

const id = z.string().min(1).max(128);

export const handoverBody = z.union([
  z.strictObject({ order_id: id }),
  z.strictObject({ parcel_ids: z.array(id).min(1).max(MAX_PARCELS) }),
]);

export type HandoverBody = z.output<typeof handoverBody>;
