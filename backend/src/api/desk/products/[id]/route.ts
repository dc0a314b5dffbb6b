import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import { saveProduct } from "../../../../workflows/shop/save-product";
import { requireOwnProduct, requireSeller } from "../own";
import type { ProductBody } from "../validators";
import { productView } from "../view";

/** A product with its packs, and what says what households get of a price. Managers only. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { product, of } = await requireOwnProduct(req);
  res.json({ product: await productView(req.scope, product, of.currency) });
}

/** Writes texts, packs and prices as they were seen. Orders and baskets keep theirs until their buyer changes them. */
export async function POST(req: AuthenticatedMedusaRequest<ProductBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, currency } = await requireSeller(req);
  const of = { cooperative_id, currency, product_id: req.params.id ?? "" };
  const saved = valueOf(await saveProduct(req.scope, { ...req.validatedBody, ...of }));
  res.json({ product: { id: saved.product_id } });
}
