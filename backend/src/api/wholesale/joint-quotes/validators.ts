import { MAX_PACKS_PER_LINE, SPREAD_PREFERENCES } from "@commonlot/domain";
import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { day } from "../../../modules/wholesale/quotes/quote-types";

const id = z.string().min(1).max(128);

export const jointQuotesQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
});
export type JointQuotesQuery = z.output<typeof jointQuotesQuery>;

export const spreadQuery = z.strictObject({
  variant_id: id,
  packs: z.coerce.number().int().min(1).max(MAX_PACKS_PER_LINE),
  wanted_on: day,
  address_id: id.optional(),
  prefer: z.enum(SPREAD_PREFERENCES).default("cheapest"),
  joint_id: id.optional(),
});
export type SpreadQuery = z.output<typeof spreadQuery>;
