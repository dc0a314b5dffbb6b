import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { goodsFields, goodsOf } from "../../../goods-of";

/** A produce of a village that one can be told of, and the product where it can be bought now. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const goods = await goodsOf(req.scope, req.params.handle ?? "", req.params.produce ?? "");
  res.json({ goods: { ...goodsFields(goods), on_sale: goods.on_sale } });
}
