import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { buyerOf } from "../../../quotes/scope";
import { endAgreement } from "../../acts";
import type { EndAgreementBody } from "../../validators";

/** Drops a proposal, or asks to end an active agreement before its season does: it ends when the cooperative agrees. */
export async function POST(req: AuthenticatedMedusaRequest<EndAgreementBody>, res: MedusaResponse): Promise<void> {
  res.json(await endAgreement(req.scope, await buyerOf(req, "sign"), req.params.id ?? "", req.validatedBody));
}
