import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { CompanyDecisionBody } from "../../../../../desk/companies/validators";
import { decideOn } from "../../../../../desk/companies/vetting";
import { operatorVets } from "../../vetter";

/** As at the desk; the operator also suspends a company, opens it again, and closes it. */
export async function POST(req: AuthenticatedMedusaRequest<CompanyDecisionBody>, res: MedusaResponse): Promise<void> {
  res.json(await decideOn(req.scope, await operatorVets(req), req.params.id ?? "", req.validatedBody));
}
