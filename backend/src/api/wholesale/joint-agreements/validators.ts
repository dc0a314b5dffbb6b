import { MAX_AGREED_PACKS, MAX_JOINT_PARTS, MAX_PACKS_PER_LINE, SPREAD_PREFERENCES } from "@commonlot/domain";
import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { day } from "../../../modules/wholesale/quotes/quote-types";

const id = z.string().min(1).max(128);

export const jointAgreementsQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
});
export type JointAgreementsQuery = z.output<typeof jointAgreementsQuery>;

export const seasonSharesQuery = z.strictObject({
  variant_id: id,
  packs: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_AGREED_PACKS * MAX_JOINT_PARTS),
  to_day: day,
});
export type SeasonSharesQuery = z.output<typeof seasonSharesQuery>;

export const callOffSpreadQuery = z.strictObject({
  packs: z.coerce.number().int().min(1).max(MAX_PACKS_PER_LINE),
  address_id: id.optional(),
  prefer: z.enum(SPREAD_PREFERENCES).default("cheapest"),
});
export type CallOffSpreadQuery = z.output<typeof callOffSpreadQuery>;
