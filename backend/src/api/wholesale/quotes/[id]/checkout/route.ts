import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { openQuoteCheckout, quoteCheckout } from "../../../../../workflows/wholesale/quote-checkout";
import { checkoutFields } from "../../checkout-fields";
import { buyerOf } from "../../scope";
import type { QuoteCheckoutBody } from "../../validators";

/** What is paid by card of an accepted quote: where it goes, its freight, its end. For who buys. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.json(checkoutFields(await quoteCheckout(req.scope, by, { quote_id: req.params.id ?? "" })));
}

/** Its cart is made ready for a card, at what was agreed. Pressed twice it is the same one. */
export async function POST(req: AuthenticatedMedusaRequest<QuoteCheckoutBody>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  const subject = { quote_id: req.params.id ?? "" };
  res.json(await openQuoteCheckout(req.scope, by, { ...req.validatedBody, subject }));
}
