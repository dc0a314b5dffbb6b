import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { startPaymentWorkflow } from "../../../workflows/checkout/start-payment";
import type { StartPaymentBody } from "./validators";

/**
 * Starts the payment of a cart: holds its stock and answers its one payment session. 400 `insufficient_stock` with a sentence
 * when there is not enough, `not_sold` when something in it was taken off sale, 404 for an unknown cart, `placed` when the cart is an order already.
 */
export async function POST(req: MedusaRequest<StartPaymentBody>, res: MedusaResponse): Promise<void> {
  const { result } = await startPaymentWorkflow(req.scope).run({ input: req.validatedBody });
  res.status(200).json({ payment: result });
}
