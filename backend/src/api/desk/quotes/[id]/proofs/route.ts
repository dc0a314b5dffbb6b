import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { issueQuoteProof, quoteProofs } from "../../../../wholesale/proofs/acts";
import { sellerOf } from "../../scope";

/** The proofs of benefit of a quote's order, the newest first; before there is one, what is missing for it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json(await quoteProofs(req.scope, await sellerOf(req), req.params.id ?? ""));
}

/** Issues the next version; when nothing has changed, the last one is it. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.status(201).json({ proof: await issueQuoteProof(req.scope, await sellerOf(req), req.params.id ?? "") });
}
