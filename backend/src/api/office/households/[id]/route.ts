import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { ActsQuery } from "../../../desk/households/validators";
import { actView, consentViews, personView } from "../../../desk/households/views";
import { requireVillager } from "../../scope";

/** A villager's household as the office sees it: consents and what was done for it; no money, no account. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household, cooperatives } = await requireVillager(req);
  const { household_id, card_number, name, phone_last4, active } = household;
  const [consents, people, { acts, next }] = await Promise.all([
    cooperatives.consents.of(household_id),
    cooperatives.relatives.people(household_id),
    cooperatives.acts.of(household_id, req.validatedQuery as ActsQuery),
  ]);
  res.json({
    household: { id: household_id, card_number, name, phone_last4, active },
    consents: consentViews(consents),
    people: people.map(personView),
    acts: acts.map(actView),
    next,
  });
}
