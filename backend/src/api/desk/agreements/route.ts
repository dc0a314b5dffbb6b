import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { DeskAgreementInput } from "../../../modules/wholesale/agreements/agreement-types";
import { cooperativeCoverage } from "../../../workflows/wholesale/agreement-coverage";
import { proposeAgreement } from "../../../workflows/wholesale/agreement-versions";
import { listAgreements } from "../../wholesale/agreements/acts";
import type { AgreementsQuery } from "../../wholesale/agreements/validators";
import { sellerOf } from "../quotes/scope";

/** Agreements of this cooperative, newest first, and what stands behind the active ones, by pool. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await sellerOf(req);
  const [found, coverage] = await Promise.all([
    listAgreements(req.scope, by, req.validatedQuery as AgreementsQuery),
    cooperativeCoverage(req.scope, by.cooperative_id),
  ]);
  res.json({ ...found, coverage });
}

/** Proposes an agreement to a company. It binds nobody before both have signed. */
export async function POST(req: AuthenticatedMedusaRequest<DeskAgreementInput>, res: MedusaResponse): Promise<void> {
  const by = await sellerOf(req);
  const { company_id, ...input } = req.validatedBody;
  res.status(201).json(await proposeAgreement(req.scope, by, input, company_id));
}
