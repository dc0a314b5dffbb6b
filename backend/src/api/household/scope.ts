import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../lib/refusal";
import { COOPERATIVE_MODULE } from "../../modules/cooperative";
import type CooperativeService from "../../modules/cooperative/service";

/** Whose home page it is. Every query of a household route is bounded by `household_id`. */
export interface HouseholdScope {
  household_id: string;
  cooperative_id: string;
  village_id: string;
  name: string;
}

/** The household behind a request, from its row as it is now. */
export async function requireHousehold(req: AuthenticatedMedusaRequest): Promise<HouseholdScope> {
  const service = req.scope.resolve<CooperativeService>(COOPERATIVE_MODULE);
  const household = await service.householdOf(req.auth_context.actor_id);
  if (!household) refuseWith("forbidden", "This sign-in belongs to no household.");
  if (!household.active) refuseWith("inactive", "This household's card is switched off. Call your cooperative.");
  const { household_id, cooperative_id, village_id, name } = household;
  return { household_id, cooperative_id, village_id, name };
}
