import type {
  AuthenticatedMedusaRequest,
  MedusaRequest,
  MedusaResponse,
  MedusaStoreRequest,
} from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { preorderToBasket } from "../../../../../workflows/pool/preorder/to-basket";
import { requireKey } from "../../shown";
import type { BasketBody } from "../../validators";

/** What is kept, in a cart that can be paid for until it is kept no longer. */
export async function POST(req: MedusaRequest<BasketBody>, res: MedusaResponse): Promise<void> {
  const { key, region_id } = req.validatedBody;
  const id = requireKey(req, key);
  const pools: PoolService = req.scope.resolve("pool");
  const preorder = await pools.preorders.byId(id);
  if (!preorder) refuseWith("preorder_not_found", "This pre-order is not there any more.");
  const { publishable_key_context: shop } = req as unknown as MedusaStoreRequest;
  const cart_id = await preorderToBasket(req.scope, preorder, {
    region_id,
    sales_channel_id: shop?.sales_channel_ids?.[0],
    customer_id: (req as unknown as Partial<AuthenticatedMedusaRequest>).auth_context?.actor_id || undefined,
  });
  res.json({ cart_id });
}
