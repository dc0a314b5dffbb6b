import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendQuotePaper } from "../../../../wholesale/quotes/acts";
import type { QuoteFileQuery } from "../../../../wholesale/quotes/validators";
import { sellerOf } from "../../scope";

/** One version as a PDF. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const asked = { ...(req.validatedQuery as unknown as QuoteFileQuery), id: req.params.id ?? "" };
  await sendQuotePaper(req.scope, res, await sellerOf(req), asked);
}
