import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { proofFile } from "../../../../../../../workflows/settlement/proofs";
import { sendProof, versionIn } from "../../../../../../wholesale/proofs/acts";
import type { ProofFileQuery } from "../../../../../../wholesale/proofs/validators";
import { requireBuyer } from "../../../../buyer";

/** One version as a PDF or a table. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  const asked = { ...(req.validatedQuery as unknown as ProofFileQuery), version: versionIn(req.params) };
  sendProof(res, await proofFile(req.scope, { ...asked, order_id: req.params.id ?? "" }));
}
