import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type VillageService from "../../../../modules/village/service";
import { changeHouseholdWorkflow } from "../../../../workflows/cooperative/change-household";
import { householdView } from "../../views";
import { actorOf, REGISTRARS, requireTheirHousehold } from "../one";
import type { ActsQuery, ChangeBody } from "../validators";
import { accountView, actView, consentViews, delegateView, personView } from "../views";

/** A household's page of the register: who belongs to it, what it agreed to, what was done for it. No full number of anything. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household, cooperatives } = await requireTheirHousehold(req);
  const { household_id } = household;
  const villages: VillageService = req.scope.resolve("village");
  const [[village], consents, people, delegates, [account], { acts, next }] = await Promise.all([
    villages.villages([household.village_id]),
    cooperatives.consents.of(household_id),
    cooperatives.relatives.people(household_id),
    cooperatives.relatives.delegates(household_id),
    cooperatives.accountsShown([household_id]),
    cooperatives.acts.of(household_id, req.validatedQuery as ActsQuery),
  ]);
  res.json({
    household: { ...householdView(household, village), priority_floor_g: household.priority_floor_g },
    consents: consentViews(consents),
    people: people.map(personView),
    delegates: delegates.map(delegateView),
    account: accountView(account),
    acts: acts.map(actView),
    next,
  });
}

/** Changes name, phone, floor, or switches the card on or off. */
export async function POST(req: AuthenticatedMedusaRequest<ChangeBody>, res: MedusaResponse): Promise<void> {
  const { household, member } = await requireTheirHousehold(req, REGISTRARS);
  const { agreed, ...change } = req.validatedBody;
  await changeHouseholdWorkflow(req.scope).run({
    input: { household_id: household.household_id, change, by: { actor: actorOf(member), agreed } },
  });
  res.json({ household: { id: household.household_id } });
}
