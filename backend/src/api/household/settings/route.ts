import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import type { ActsQuery } from "../../desk/households/validators";
import { actView, consentViews, delegateView, personView } from "../../desk/households/views";
import { requireHousehold } from "../scope";

/** The household's own card: what is known of it, what it agreed to, who may act for it and who did. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [[household], consents, people, delegates, { acts, next }] = await Promise.all([
    cooperatives.householdsById([household_id]),
    cooperatives.consents.of(household_id),
    cooperatives.relatives.people(household_id),
    cooperatives.relatives.delegates(household_id),
    cooperatives.acts.of(household_id, req.validatedQuery as ActsQuery),
  ]);
  res.json({
    household: {
      id: household_id,
      name: household?.name,
      card_number: household?.card_number,
      phone_last4: household?.phone_last4,
    },
    consents: consentViews(consents),
    people: people.map(personView),
    delegates: delegates.map(delegateView),
    acts: acts.map(actView),
    next,
  });
}
