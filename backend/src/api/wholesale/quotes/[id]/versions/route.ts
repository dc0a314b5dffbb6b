import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { QuoteVersionInput } from "../../../../../modules/wholesale/quotes/quote-types";
import { counterQuote } from "../../../../../workflows/wholesale/quote-versions";
import { buyerOf } from "../../scope";

/** The company's own version, upon the one it has read. It keeps the end of the seller's offer. */
export async function POST(req: AuthenticatedMedusaRequest<QuoteVersionInput>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.status(201).json(await counterQuote(req.scope, by, req.params.id ?? "", req.validatedBody));
}
