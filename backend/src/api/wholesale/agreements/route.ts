import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { AgreementInput } from "../../../modules/wholesale/agreements/agreement-types";
import { proposeAgreement } from "../../../workflows/wholesale/agreement-versions";
import { buyerOf } from "../quotes/scope";
import { listAgreements } from "./acts";
import type { AgreementsQuery } from "./validators";

/** The company's agreements, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json(await listAgreements(req.scope, await buyerOf(req), req.validatedQuery as AgreementsQuery));
}

/** Proposes an agreement to the cooperative whose goods it names. It keeps nothing and binds nobody before both have signed. */
export async function POST(req: AuthenticatedMedusaRequest<AgreementInput>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.status(201).json(await proposeAgreement(req.scope, by, req.validatedBody, by.company_id));
}
