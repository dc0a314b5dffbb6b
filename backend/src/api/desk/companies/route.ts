import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { CompaniesQuery } from "./validators";
import { listToVet, managerVets } from "./vetting";

/** Companies that ask this cooperative to let them in. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json(await listToVet(req.scope, await managerVets(req), req.validatedQuery as CompaniesQuery));
}
