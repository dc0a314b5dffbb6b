import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendQuoteProof, versionIn } from "../../../../../../wholesale/proofs/acts";
import type { ProofFileQuery } from "../../../../../../wholesale/proofs/validators";
import { sellerOf } from "../../../../scope";

/** One version as a PDF or a table. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const asked = { ...(req.validatedQuery as unknown as ProofFileQuery), version: versionIn(req.params) };
  await sendQuoteProof(req.scope, res, await sellerOf(req), { ...asked, quote_id: req.params.id ?? "" });
}
