import { z } from "zod";
import { pickupPointBody } from "../../../modules/parcel/pickup-points";
import { boardQuery } from "../../store/villages/validators";
import { id } from "../validators";
import { versionBody } from "../villages/validators";

export const newPointBody = pickupPointBody;
export type NewPointBody = z.output<typeof newPointBody>;
export const pointBody = pickupPointBody.extend(versionBody.shape);
export type PointBody = z.output<typeof pointBody>;

export const pointOrdersQuery = boardQuery.extend({
  over: z.enum(["0", "1"]).default("0"),
  point_id: id.optional(),
  search: z.string().trim().min(1).max(60).optional(),
});
export type PointOrdersQuery = z.output<typeof pointOrdersQuery>;

/** As people read it out: spaces do not count. */
export const fetchedBody = z.strictObject({
  code: z
    .string()
    .max(40)
    .transform((typed) => typed.normalize("NFKC").replaceAll(/\s/g, "")),
});
export type FetchedBody = z.output<typeof fetchedBody>;
