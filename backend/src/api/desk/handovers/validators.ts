import { z } from "zod";
import { idempotencyKey } from "../validators";

/** Parcels named one by one: a trolley, not a lorry. A whole order goes by its id. */
const MAX_PARCELS = 10_000;
/** 10,000 ids of 39 characters and their commas. */
export const HANDOVER_BODY = "600kb";

const id = z.string().min(1).max(128);

/** The strokes of a finger on a field of 600 x 200: moves and lines, whole numbers, no longer than a page can show. */
const MAX_SIGNATURE = 8_000;
const STROKES = /^(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})+)+$/;

/** Who takes the parcels along. A desk without a driver at it leaves all of it out. */
const signed = {
  driver: z.string().trim().min(1).max(80).optional(),
  plate: z.string().trim().min(1).max(20).optional(),
  signature: z.string().max(MAX_SIGNATURE).regex(STROKES, "the strokes of a signature").optional(),
  idempotency_key: idempotencyKey.optional(),
  /** How many parcels were shown; when there are others by now, nothing is signed. */
  expected: z.int().min(1).max(1_000_000).optional(),
};

export const handoverBody = z.union([
  z.strictObject({ order_id: id, ...signed }),
  z.strictObject({ wave_id: id, ...signed }),
  z.strictObject({ parcel_ids: z.array(id).min(1).max(MAX_PARCELS), ...signed }),
]);

export type HandoverBody = z.output<typeof handoverBody>;
