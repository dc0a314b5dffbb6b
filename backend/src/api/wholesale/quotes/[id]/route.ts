import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { oneQuote } from "../acts";
import { buyerOf } from "../scope";

/** A quote of the company, with all its versions. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json({ quote: await oneQuote(req.scope, await buyerOf(req), req.params.id ?? "") });
}
