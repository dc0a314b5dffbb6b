import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { pickupPointBody } from "../../../modules/parcel/pickup-points";

/** The version that the form was filled with. */
const seen = { seen: z.int().min(1).max(1_000_000_000) };

export const newPointBody = pickupPointBody;
export type NewPointBody = z.output<typeof newPointBody>;
export const pointBody = pickupPointBody.extend(seen).strict();
export type PointBody = z.output<typeof pointBody>;
export const endPointBody = z.strictObject(seen);
export type EndPointBody = z.output<typeof endPointBody>;

export const pointOrdersQuery = z.strictObject({
  over: z.enum(["0", "1"]).default("0"),
  cursor: z.string().regex(CURSOR_SHAPE, "is no place in this list").optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type PointOrdersQuery = z.output<typeof pointOrdersQuery>;

export const readyBody = z.strictObject({});
/** As people read it out: spaces do not count. */
export const fetchedBody = z.strictObject({
  code: z
    .string()
    .max(40)
    .transform((typed) => typed.normalize("NFKC").replaceAll(/\s/g, "")),
});
export type FetchedBody = z.output<typeof fetchedBody>;
