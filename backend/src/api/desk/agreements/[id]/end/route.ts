import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { endAgreement } from "../../../../wholesale/agreements/acts";
import type { EndAgreementBody } from "../../../../wholesale/agreements/validators";
import { sellerOf } from "../../../quotes/scope";

/** Drops a proposal, or asks to end an active agreement before its season does: it ends when the company agrees. */
export async function POST(req: AuthenticatedMedusaRequest<EndAgreementBody>, res: MedusaResponse): Promise<void> {
  res.json(await endAgreement(req.scope, await sellerOf(req), req.params.id ?? "", req.validatedBody));
}
