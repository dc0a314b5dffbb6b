import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { CompaniesQuery } from "../../../desk/companies/validators";
import { listToVet } from "../../../desk/companies/vetting";
import { operatorVets } from "./vetter";

/** For the operator: every company that buys in bulk, or wants to. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json(await listToVet(req.scope, await operatorVets(req), req.validatedQuery as CompaniesQuery));
}
