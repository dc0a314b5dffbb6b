import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { openQuoteCheckout, quoteCheckout } from "../../../../../workflows/wholesale/quote-checkout";
import { checkoutFields } from "../../../quotes/checkout-fields";
import { buyerOf } from "../../../quotes/scope";
import type { QuoteCheckoutBody } from "../../../quotes/validators";

/** What is paid by card of an accepted joint quote, all its parts: where it goes, its freight, its end. For who buys. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.json(checkoutFields(await quoteCheckout(req.scope, by, { joint_id: req.params.id ?? "" })));
}

/** Its cart is made ready for a card, at what was agreed. Pressed twice it is the same one. */
export async function POST(req: AuthenticatedMedusaRequest<QuoteCheckoutBody>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  const subject = { joint_id: req.params.id ?? "" };
  res.json(await openQuoteCheckout(req.scope, by, { ...req.validatedBody, subject }));
}
