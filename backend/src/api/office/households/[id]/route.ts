import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { ActsQuery } from "../../../desk/households/validators";
import { actView, consentViews, delegateView, personView } from "../../../desk/households/views";
import { changeHouseholdWorkflow } from "../../../../workflows/cooperative/change-household";
import { requireVillager } from "../../scope";
import type { OfficeChangeBody } from "../../validators";

/** A villager's household as the office sees it: consents and what was done for it; no money, no account. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household, cooperatives } = await requireVillager(req);
  const { household_id, card_number, name, phone_last4, active } = household;
  const [consents, people, delegates, { acts, next }] = await Promise.all([
    cooperatives.consents.of(household_id),
    cooperatives.relatives.people(household_id),
    cooperatives.relatives.delegates(household_id),
    cooperatives.acts.of(household_id, req.validatedQuery as ActsQuery),
  ]);
  res.json({
    household: { id: household_id, card_number, name, phone_last4, active },
    consents: consentViews(consents),
    delegates: delegates.map(delegateView),
    people: people.map(personView),
    acts: acts.map(actView),
    next,
  });
}

/** Changes a villager's name or phone. */
export async function POST(req: AuthenticatedMedusaRequest<OfficeChangeBody>, res: MedusaResponse): Promise<void> {
  const { household, actor } = await requireVillager(req);
  const { agreed, ...change } = req.validatedBody;
  await changeHouseholdWorkflow(req.scope).run({
    input: { household_id: household.household_id, change, by: { actor, agreed } },
  });
  res.json({ household: { id: household.household_id } });
}
