import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import type VillageService from "../../../modules/village/service";
import { requireMember } from "../scope";
import type { HouseholdsQuery } from "../validators";
import { householdView } from "../views";

/** Households of the member's cooperative, by card number or name. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const filter = req.validatedQuery as HouseholdsQuery;
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const villages: VillageService = req.scope.resolve("village");
  const { households, next } = await cooperatives.searchHouseholds({ cooperative_id, ...filter });
  const homes = await villages.villages([...new Set(households.map((household) => household.village_id))]);
  const home = new Map(homes.map((village) => [village.id, village]));
  res.json({ households: households.map((one) => householdView(one, home.get(one.village_id))), next });
}
