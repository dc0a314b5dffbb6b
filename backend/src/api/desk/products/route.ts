import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import { makeProduct } from "../../../workflows/shop/new-product";
import { ownProducts } from "../../../workflows/shop/own-products";
import { requireSeller } from "./own";
import type { NewProductBody } from "./validators";
import { poolFields } from "./view";

/** What my cooperative sells, and its pools of which nothing is sold yet. Managers only. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const seller = await requireSeller(req);
  const { products, pools } = await ownProducts(req.scope, seller);
  const sold = new Set(products.map((product) => product.pool.id));
  const free = pools.filter((pool) => pool.status === "open" && !sold.has(pool.id));
  res.json({
    products: products.map((product) => ({
      id: product.id,
      handle: product.handle,
      title: { zh: product.texts.title_zh, en: product.texts.title_en },
      published: product.published,
      packs: product.packs.length,
      missing: product.missing.length,
    })),
    pools: await poolFields(req.scope, free),
  });
}

/** Makes the product of a pool: 201; it is on sale once somebody publishes it. */
export async function POST(req: AuthenticatedMedusaRequest<NewProductBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, currency } = await requireSeller(req);
  const made = valueOf(await makeProduct(req.scope, { ...req.validatedBody, cooperative_id, currency }));
  res.status(201).json({ product: { id: made.product_id } });
}
