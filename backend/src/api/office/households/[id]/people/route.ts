import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type { PersonBody } from "../../../../desk/households/validators";
import { requireVillager } from "../../../scope";

export async function POST(req: AuthenticatedMedusaRequest<PersonBody>, res: MedusaResponse): Promise<void> {
  const { household, cooperatives, actor } = await requireVillager(req);
  const { agreed, ...person } = req.validatedBody;
  const { id } = valueOf(await cooperatives.relatives.addPerson(household.household_id, person, { actor, agreed }));
  res.status(201).json({ person: { id } });
}
