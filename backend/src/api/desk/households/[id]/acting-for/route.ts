import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { actorOf, requireTheirHousehold } from "../../one";
import type { AgreedBody } from "../../validators";

/** Opens a household's page in its name: the household sees who looked, when, and how it agreed. */
export async function POST(req: AuthenticatedMedusaRequest<AgreedBody>, res: MedusaResponse): Promise<void> {
  const { household, member, cooperatives } = await requireTheirHousehold(req);
  const by = { actor: actorOf(member), agreed: req.validatedBody.agreed };
  await cooperatives.acts.record(household.household_id, by, "opened");
  res.status(201).json({ household: { id: household.household_id } });
}
