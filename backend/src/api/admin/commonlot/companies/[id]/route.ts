import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { oneToVet } from "../../../../desk/companies/vetting";
import { operatorVets } from "../vetter";

export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json(await oneToVet(req.scope, await operatorVets(req), req.params.id ?? ""));
}
