import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../../lib/refusal";
import { actorOf, REGISTRARS, requireTheirHousehold } from "../../../../one";
import type { AgreedBody } from "../../../../validators";

export async function POST(req: AuthenticatedMedusaRequest<AgreedBody>, res: MedusaResponse): Promise<void> {
  const { household, member, cooperatives } = await requireTheirHousehold(req, REGISTRARS);
  const by = { actor: actorOf(member), agreed: req.validatedBody.agreed };
  const { id } = valueOf(
    await cooperatives.relatives.removePerson(household.household_id, req.params.person_id ?? "", by),
  );
  res.json({ person: { id } });
}
