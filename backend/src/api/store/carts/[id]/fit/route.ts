import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { fitCart } from "../../../../../workflows/checkout/fit-cart";

/** How many packs of each line there are: a page says what is short, or no longer sold (`on_sale`), before anybody pays. 404 for an unknown cart. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.status(200).json({ lines: await fitCart(req.scope, req.params.id ?? "") });
}
