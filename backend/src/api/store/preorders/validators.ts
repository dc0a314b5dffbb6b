import { z } from "zod";
import { MAX_PREORDER_PACKS } from "@commonlot/domain";
import { email } from "../account/validators";

const id = z.string().min(1).max(100);
const packs = z.int().min(1).max(MAX_PREORDER_PACKS);

/** Packs of a product, as its page names them. */
export const packsBody = z.strictObject({
  product_id: id,
  variant_id: id,
  packs,
  language: z.enum(["zh", "en"]).default("zh"),
});
export type PacksBody = z.output<typeof packsBody>;

export const preorderBody = packsBody.extend({ email });
export type PreorderBody = z.output<typeof preorderBody>;

const key = z.string().min(1).max(60);
export const keyQuery = z.strictObject({ key });
export type KeyQuery = z.output<typeof keyQuery>;
export const keyBody = keyQuery;
export const changeBody = z.strictObject({ key, packs });
export type ChangeBody = z.output<typeof changeBody>;
export const basketBody = z.strictObject({ key, region_id: id });
export type BasketBody = z.output<typeof basketBody>;
