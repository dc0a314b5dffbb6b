import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { endQuote } from "../../../../../workflows/wholesale/quote-versions";
import { buyerOf } from "../../scope";
import type { EndBody } from "../../validators";

/** Rejects the other side's version, or takes the whole quote back. What it held is free. */
export async function POST(req: AuthenticatedMedusaRequest<EndBody>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  await endQuote(req.scope, by, { quote_id: req.params.id ?? "", ...req.validatedBody });
  res.json({ state: req.validatedBody.as });
}
