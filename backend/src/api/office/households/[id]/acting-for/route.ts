import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { AgreedBody } from "../../../../desk/households/validators";
import { requireVillager } from "../../../scope";

/** Opens a household's page in its name: the household sees who looked, when, and how it agreed. */
export async function POST(req: AuthenticatedMedusaRequest<AgreedBody>, res: MedusaResponse): Promise<void> {
  const { secretary, household, cooperatives } = await requireVillager(req);
  const actor = { kind: "secretary" as const, id: secretary.secretary_id, name: secretary.name };
  await cooperatives.acts.record(household.household_id, { actor, agreed: req.validatedBody.agreed }, "opened");
  res.status(201).json({ household: { id: household.household_id } });
}
