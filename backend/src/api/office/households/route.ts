import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import type { HouseholdsQuery } from "../../desk/validators";
import { registerHouseholdWorkflow } from "../../../workflows/cooperative/register-household";
import type VillageService from "../../../modules/village/service";
import { refuseWith } from "../../../lib/refusal";
import { actorOf, requireSecretary } from "../scope";
import type { OfficeRegisterBody } from "../validators";

/** Households of the secretary's village, whichever cooperative they hand in to, by card number or name. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { village_id } = await requireSecretary(req);
  const filter = req.validatedQuery as HouseholdsQuery;
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const { households, next } = await cooperatives.searchHouseholds({ village_id, ...filter });
  res.json({
    households: households.map(({ household_id: id, card_number, name, phone_last4, active }) => ({
      id,
      card_number,
      name,
      phone_last4,
      active,
    })),
    next,
  });
}

/**
 * Registers a household of the secretary's village with the cooperative that takes its goods; with several, the body says
 * which. 201 with card number and first PIN, told this once; 200 without PIN when the same form was sent before.
 */
export async function POST(req: AuthenticatedMedusaRequest<OfficeRegisterBody>, res: MedusaResponse): Promise<void> {
  const secretary = await requireSecretary(req);
  const villages: VillageService = req.scope.resolve("village");
  const [village] = await villages.villages([secretary.village_id]);
  const { cooperative_id: asked, ...body } = req.validatedBody;
  const [only, second] = village?.cooperative_ids ?? [];
  const cooperative_id = asked ?? (second === undefined ? only : undefined);
  if (cooperative_id === undefined) {
    refuseWith(
      "cooperative_needed",
      "Several cooperatives take goods of your village: say which one.",
      "cooperative_id",
    );
  }
  const { result } = await registerHouseholdWorkflow(req.scope).run({
    input: { ...body, village_id: secretary.village_id, cooperative_id, actor: actorOf(secretary) },
  });
  res.setHeader("Cache-Control", "no-store");
  res.status(result.repeated ? 200 : 201).json({
    household: { id: result.household_id, card_number: result.card_number },
    pin: result.pin,
  });
}
