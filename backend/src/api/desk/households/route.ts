import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import type VillageService from "../../../modules/village/service";
import { requireMember } from "../scope";
import { actorOf, REGISTRARS } from "./one";
import { registerHouseholdWorkflow } from "../../../workflows/cooperative/register-household";
import type { HouseholdsQuery } from "../validators";
import { householdView } from "../views";
import type { RegisterBody } from "./validators";

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

/**
 * Registers a household and makes its sign-in: 201 with its card number and first PIN, which is told this once; 200 without
 * PIN when the same form was sent before.
 */
export async function POST(req: AuthenticatedMedusaRequest<RegisterBody>, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req, REGISTRARS);
  const { result } = await registerHouseholdWorkflow(req.scope).run({
    input: { ...req.validatedBody, cooperative_id: member.cooperative_id, actor: actorOf(member) },
  });
  res.status(result.repeated ? 200 : 201).json({
    household: { id: result.household_id, card_number: result.card_number },
    pin: result.pin,
  });
}
