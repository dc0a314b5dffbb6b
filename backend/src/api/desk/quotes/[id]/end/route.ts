import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { endQuote } from "../../../../../workflows/wholesale/quote-versions";
import type { EndBody } from "../../../../wholesale/quotes/validators";
import { sellerOf } from "../../scope";

/** Rejects the other side's version, or takes the whole quote back. What it held is free. */
export async function POST(req: AuthenticatedMedusaRequest<EndBody>, res: MedusaResponse): Promise<void> {
  const by = await sellerOf(req);
  await endQuote(req.scope, by, { quote_id: req.params.id ?? "", ...req.validatedBody });
  res.json({ state: req.validatedBody.as });
}
