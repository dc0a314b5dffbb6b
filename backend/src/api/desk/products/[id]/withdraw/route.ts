import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { withdrawProduct } from "../../../../../workflows/shop/sell-product";
import type { SeenBody } from "../../../villages/validators";
import { requireSeller } from "../../own";

/** Takes a product off sale. Managers only. */
export async function POST(req: AuthenticatedMedusaRequest<SeenBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, currency } = await requireSeller(req);
  const of = { cooperative_id, currency, product_id: req.params.id ?? "" };
  const done = valueOf(await withdrawProduct(req.scope, { ...req.validatedBody, ...of }));
  res.json({ product: { id: done.product_id } });
}
