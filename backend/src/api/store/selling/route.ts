import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readSelling } from "../../../workflows/cycle/read";
import type { SellingQuery } from "./validators";

/** How products are sold now: as usual, in an order cycle that is open, or not until one opens. Products nobody knows are sold as usual. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { product_ids } = req.validatedQuery as unknown as SellingQuery;
  res.json({ selling: await readSelling(req.scope, product_ids) });
}
