import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { computeCheckoutWorkflow } from "../../../../../workflows/checkout/one-call/check-out";
import type { DeliveryBody } from "../../../checkouts/validators";

/**
 * Who gets the goods and how they come, in one call that computes the cart once: in place of Medusa's update, list of options and choice of
 * one. What is refused for want of freight stays in the cart as it was typed. 404 for an unknown cart.
 */
export async function POST(req: MedusaRequest<DeliveryBody>, res: MedusaResponse): Promise<void> {
  const cart_id = req.params.id ?? "";
  await computeCheckoutWorkflow(req.scope).run({ input: { ...req.validatedBody, cart_id } });
  res.status(200).json({ cart: { id: cart_id } });
}
