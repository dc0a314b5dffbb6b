import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { choiceOfCart, chooseWhenShortWorkflow } from "../../../../../workflows/pool/short/choice";
import type { ShortChoiceBody } from "../../../checkouts/validators";

/** What is done should goods of this cart be missing: what its buyer chose, and what is done where nothing is chosen. 404 for an unknown cart. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.status(200).json({ short_choice: await choiceOfCart(req.scope, req.params.id ?? "") });
}

/** Chooses, or leaves it to the cooperative again with null. Refused once the cart is an order. */
export async function POST(req: MedusaRequest<ShortChoiceBody>, res: MedusaResponse): Promise<void> {
  const cart_id = req.params.id ?? "";
  await chooseWhenShortWorkflow(req.scope).run({ input: { cart_id, choice: req.validatedBody.choice } });
  res.status(200).json({ short_choice: await choiceOfCart(req.scope, cart_id) });
}
