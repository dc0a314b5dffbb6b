import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { checkOut } from "../../../workflows/checkout/one-call/check-out";
import type { CheckoutBody } from "./validators";

/** What a confirmation needs, and not whose it is: a completed cart tells that to nobody (docs/adr/0041). The rest by `GET /store/orders/:id`. */
const ORDER_FIELDS = ["id", "display_id", "status", "currency_code", "created_at"];

/**
 * From a filled cart to its order in one call: `type: "order"`; or `type: "payment"` when it is the buyer's turn, with the processor's
 * secret, and the same call again goes on from there. Refused as completing a cart is.
 */
export async function POST(req: MedusaRequest<CheckoutBody>, res: MedusaResponse): Promise<void> {
  const ended = await checkOut(req.scope, req.validatedBody);
  if (!("order_id" in ended)) {
    res.status(200).json({ type: "payment", payment: ended });
    return;
  }
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "order", fields: ORDER_FIELDS, filters: { id: ended.order_id } });
  res.status(200).json({ type: "order", order: data[0] });
}
