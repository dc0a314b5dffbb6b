import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { OperatorCompaniesQuery } from "../../../desk/companies/validators";
import { listToVet } from "../../../desk/companies/vetting";
import { operatorVets } from "./vetter";

/** For the operator: every company that buys in bulk, or wants to. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { after, waiting } = req.validatedQuery as OperatorCompaniesQuery;
  res.json(await listToVet(req.scope, await operatorVets(req), { cursor: after, waiting }));
}
