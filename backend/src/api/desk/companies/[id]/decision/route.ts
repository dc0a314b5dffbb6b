import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { CompanyDecisionBody } from "../../validators";
import { decideOn, managerVets } from "../../vetting";

/** Lets a company in, asks it for papers, or refuses it; its owners are mailed. */
export async function POST(req: AuthenticatedMedusaRequest<CompanyDecisionBody>, res: MedusaResponse): Promise<void> {
  res.json(await decideOn(req.scope, await managerVets(req), req.params.id ?? "", req.validatedBody));
}
