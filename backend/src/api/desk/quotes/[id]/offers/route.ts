import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { QuoteOfferInput } from "../../../../../modules/wholesale/quotes/quote-types";
import { offerQuote } from "../../../../../workflows/wholesale/quote-versions";
import { sellerOf } from "../../scope";

/** The cooperative's offer: its goods are held until the day it says. */
export async function POST(req: AuthenticatedMedusaRequest<QuoteOfferInput>, res: MedusaResponse): Promise<void> {
  const by = await sellerOf(req);
  res.status(201).json(await offerQuote(req.scope, by, req.params.id ?? "", req.validatedBody));
}
