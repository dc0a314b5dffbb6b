import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { todayOf } from "../../../../../lib/today";
import type { ConsentBody } from "../../../../desk/households/validators";
import { consentViews } from "../../../../desk/households/views";
import { requireVillager } from "../../../scope";

/** Records a villager's yes or no, with the day and the proof. */
export async function POST(req: AuthenticatedMedusaRequest<ConsentBody>, res: MedusaResponse): Promise<void> {
  const { secretary, household, cooperatives } = await requireVillager(req);
  const { agreed, ...consent } = req.validatedBody;
  const [cooperative] = await cooperatives.cooperatives([household.cooperative_id]);
  const consents = valueOf(
    await cooperatives.consents.record({
      household_id: household.household_id,
      consent,
      actor: { kind: "secretary", id: secretary.secretary_id, name: secretary.name },
      agreed,
      today: todayOf(cooperative),
    }),
  );
  res.json({ consents: consentViews(consents) });
}
