import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import { readMemberAccount } from "../../../../../workflows/settlement/read-member-account";
import { requireMember } from "../../../scope";

/** A household's account as a member, for who sits with it at the desk. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const household = await cooperatives.householdIn(cooperative_id, { household_id: req.params.id ?? "" });
  if (!household) refuseWith("household_not_found", "There is no such household in your cooperative.");
  res.json({
    household: { id: household.household_id, name: household.name, card_number: household.card_number },
    ...(await readMemberAccount(req.scope, household.household_id)),
  });
}
