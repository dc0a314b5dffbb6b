import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { actorOf, REGISTRARS, requireTheirHousehold } from "../../one";
import type { PersonBody } from "../../validators";

export async function POST(req: AuthenticatedMedusaRequest<PersonBody>, res: MedusaResponse): Promise<void> {
  const { household, member, cooperatives } = await requireTheirHousehold(req, REGISTRARS);
  const { agreed, ...person } = req.validatedBody;
  const by = { actor: actorOf(member), agreed };
  const { id } = valueOf(await cooperatives.relatives.addPerson(household.household_id, person, by));
  res.status(201).json({ person: { id } });
}
