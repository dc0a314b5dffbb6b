import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendQuotePaper } from "../../acts";
import { buyerOf } from "../../scope";
import type { QuoteFileQuery } from "../../validators";

/** One version as a PDF. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const asked = { ...(req.validatedQuery as unknown as QuoteFileQuery), id: req.params.id ?? "" };
  await sendQuotePaper(req.scope, res, await buyerOf(req), asked);
}
