import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { QuoteRequestInput } from "../../../modules/wholesale/quotes/quote-types";
import { requestQuotes } from "../../../workflows/wholesale/quote-request";
import { listQuotes } from "./acts";
import { buyerOf } from "./scope";
import type { QuotesQuery } from "./validators";

/** The company's quotes, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json(await listQuotes(req.scope, await buyerOf(req), req.validatedQuery as QuotesQuery));
}

/** Asks for quotes: one of each cooperative whose goods are named. Nothing is held by asking. */
export async function POST(req: AuthenticatedMedusaRequest<QuoteRequestInput>, res: MedusaResponse): Promise<void> {
  const quotes = await requestQuotes(req.scope, await buyerOf(req, "buy"), req.validatedBody);
  res.status(201).json({ quotes });
}
