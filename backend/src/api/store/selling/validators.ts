import { z } from "zod";

/** Products of one page or cart. */
const MAX_PRODUCTS = 100;

export const productIds = z
  .string()
  .regex(/^[A-Za-z0-9_]{1,64}(,[A-Za-z0-9_]{1,64})*$/, "are ids with commas between")
  .transform((text) => text.split(","))
  .refine((ids) => ids.length <= MAX_PRODUCTS, `are at most ${MAX_PRODUCTS}`);

export const sellingQuery = z.strictObject({ product_ids: productIds });
export type SellingQuery = z.output<typeof sellingQuery>;

export const noQuery = z.strictObject({});
