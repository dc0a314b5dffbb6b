import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { todayOf } from "../../../../../lib/today";
import { actorOf, REGISTRARS, requireTheirHousehold } from "../../one";
import type { ConsentBody } from "../../validators";
import { consentViews } from "../../views";

/** Records a household's yes or no, with the day and the proof. */
export async function POST(req: AuthenticatedMedusaRequest<ConsentBody>, res: MedusaResponse): Promise<void> {
  const { household, member, cooperatives } = await requireTheirHousehold(req, REGISTRARS);
  const { agreed, ...consent } = req.validatedBody;
  const [cooperative] = await cooperatives.cooperatives([member.cooperative_id]);
  const consents = valueOf(
    await cooperatives.consents.record({
      household_id: household.household_id,
      consent,
      actor: actorOf(member),
      agreed,
      today: todayOf(cooperative),
    }),
  );
  res.json({ consents: consentViews(consents) });
}
