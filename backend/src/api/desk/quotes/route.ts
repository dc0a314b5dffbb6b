import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { listQuotes } from "../../wholesale/quotes/acts";
import type { QuotesQuery } from "../../wholesale/quotes/validators";
import { sellerOf } from "./scope";

/** Quotes that companies have with this cooperative, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json(await listQuotes(req.scope, await sellerOf(req), req.validatedQuery as QuotesQuery));
}
