import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { managerVets, oneToVet } from "../vetting";

export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json(await oneToVet(req.scope, await managerVets(req), req.params.id ?? ""));
}
