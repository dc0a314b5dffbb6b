import { z } from "zod";
import { currencySchema } from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";

const id = z.string().min(1).max(128);
/** A calendar day; whether it exists is the service's to say. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "is a day such as 2026-11-01");

export const pricePoolQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE, "is no place in this list").optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export type PricePoolQuery = z.output<typeof pricePoolQuery>;

export const openPricePoolBody = z.strictObject({
  name: z.string().trim().min(1, "needs a name").max(80),
  currency: currencySchema,
  from: day,
  to: day,
  /** Of the price of the day, given ahead at weigh-in, in basis points. */
  advance_bp: z.int().min(0).max(10_000),
  /** Pools that share one price, and how much a kilogram of each grade counts: 10,000 counts whole. */
  members: z
    .array(z.strictObject({ pool_id: id, factor_bp: z.int().min(1).max(100_000) }))
    .min(1)
    .max(50),
});
export type OpenPricePoolBody = z.output<typeof openPricePoolBody>;

export const closePricePoolBody = z.strictObject({});

export const reopenPricePoolBody = z.strictObject({
  reason: z.string().trim().min(2, "say in a few words why").max(300),
});
export type ReopenPricePoolBody = z.output<typeof reopenPricePoolBody>;
