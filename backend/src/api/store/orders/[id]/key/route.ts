import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { orderKey } from "../../../../../lib/order-key";
import { refuseWith } from "../../../../../lib/refusal";
import type { OrderKeyBody } from "../../validators";

/** So long the cart that became an order is exchanged for its key: whoever bought does it at once, or when they are back on the net. */
const WITHIN_MS = 86_400_000;

/** The browser that bought knows the cart that became this order, and nobody else does: it gets the order's key. */
export async function POST(req: MedusaRequest<OrderKeyBody>, res: MedusaResponse): Promise<void> {
  const order_id = req.params.id ?? "";
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY);
  const [{ data: links }, { data: orders }] = await Promise.all([
    query.graph({ entity: "order_cart", fields: ["order_id"], filters: { cart_id: req.validatedBody.cart_id } }),
    query.graph({ entity: "order", fields: ["id", "created_at"], filters: { id: order_id } }),
  ]);
  const now = new Date();
  const [link] = links as { order_id?: string }[];
  const placed = orders[0] ? new Date(orders[0].created_at).getTime() : 0;
  if (link?.order_id !== order_id || now.getTime() - placed > WITHIN_MS) {
    refuseWith("order_not_found", "There is no such order of this cart, or it is longer ago than a day.");
  }
  res.status(201).json({ key: orderKey(order_id, now) });
}
