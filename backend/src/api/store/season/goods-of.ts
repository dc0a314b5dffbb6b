import type { MedusaContainer } from "@medusajs/framework/types";
import { refuseWith } from "../../../lib/refusal";
import { findGoods, type SeasonGoods } from "../../../workflows/season/goods";

/** A produce that a village grows or sells; 404 for what is none. */
export async function goodsOf(container: MedusaContainer, handle: string, produce: string) {
  const goods = await findGoods(container, handle, produce);
  if (!goods) refuseWith("goods_not_found", "There is no such produce of a village here.");
  return goods;
}

/** Names of a produce of a village, as anybody may read them. */
export const goodsFields = ({ village, produce, name }: SeasonGoods) => ({ village, produce, name });
