import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { CONNECT_COUNTRIES } from "@commonlot/domain";
import type CooperativeService from "../../../modules/cooperative/service";
import { requireHousehold } from "../scope";
import { connectView } from "./views";

/** How the household's account at Stripe stands, and where one may be opened. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  res.json({ connect: connectView(await cooperatives.connect.of(household_id)), countries: CONNECT_COUNTRIES });
}
