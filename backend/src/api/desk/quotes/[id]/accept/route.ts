import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { acceptQuote } from "../../../../../workflows/wholesale/quote-accept";
import type { AcceptBody } from "../../../../wholesale/quotes/validators";
import { sellerOf } from "../../scope";

/** Takes the company's counter; an approver of theirs may have to agree first. The cart is theirs to pay, and is not named here. */
export async function POST(req: AuthenticatedMedusaRequest<AcceptBody>, res: MedusaResponse): Promise<void> {
  const by = await sellerOf(req);
  const { state } = await acceptQuote(req.scope, by, { quote_id: req.params.id ?? "", ...req.validatedBody });
  res.json({ state });
}
