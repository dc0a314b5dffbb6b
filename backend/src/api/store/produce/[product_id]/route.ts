import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import { loadProduce } from "./load";

/** Origin, stock and fees of one product, beside Medusa's own product route. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const produce = await loadProduce(req.scope, req.params.product_id ?? "");
  if (!produce) refuseWith("produce_not_found", "There is no such product from a pool here.");
  res.json({ produce });
}
