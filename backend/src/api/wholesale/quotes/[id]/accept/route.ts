import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { acceptQuote } from "../../../../../workflows/wholesale/quote-accept";
import { buyerOf } from "../../scope";
import type { AcceptBody } from "../../validators";

/** Takes the seller's offer: its goods become the order's, or an approver is asked first. Pressed twice it is the same cart. */
export async function POST(req: AuthenticatedMedusaRequest<AcceptBody>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.json(await acceptQuote(req.scope, by, { quote_id: req.params.id ?? "", ...req.validatedBody }));
}
