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

function takeOf(typed: string): [agreement_id: string, packs: number] {
  const [agreement_id = "", packs = ""] = typed.split(":");
  return [agreement_id, Number(packs)];
}

export const callOffSpreadQuery = z.strictObject({
  packs: z.coerce.number().int().min(1).max(MAX_PACKS_PER_LINE),
  address_id: id.optional(),
  prefer: z.enum(SPREAD_PREFERENCES).default("cheapest"),
  wanted_on: day.optional(),
  /** What the packs of each cost, in place of a spread: `agreement:packs`, with commas between. */
  takes: z
    .string()
    .max(MAX_JOINT_PARTS * 150)
    .regex(/^[^:,]+:[1-9]\d{0,6}(,[^:,]+:[1-9]\d{0,6})*$/, "agreement:packs, with commas between")
    .transform((typed) => new Map(typed.split(",").map(takeOf)))
    .optional(),
});
export type CallOffSpreadQuery = z.output<typeof callOffSpreadQuery>;
