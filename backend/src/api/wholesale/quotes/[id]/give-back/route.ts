import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { giveBackQuote } from "../../../../../workflows/wholesale/quote-give-back";
import { buyerOf } from "../../scope";
import type { GiveBackBody } from "../../validators";

/** Gives an accepted quote back that nobody has paid, of a joint quote all its parts. Pressed twice it is done once. */
export async function POST(req: AuthenticatedMedusaRequest<GiveBackBody>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  await giveBackQuote(req.scope, by, { quote_id: req.params.id ?? "", ...req.validatedBody });
  res.json({ given_back: true });
}
