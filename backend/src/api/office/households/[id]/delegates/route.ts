import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type { DelegateBody } from "../../../../desk/households/validators";
import { requireVillager } from "../../../scope";

/** A relative who may look or confirm. */
export async function POST(req: AuthenticatedMedusaRequest<DelegateBody>, res: MedusaResponse): Promise<void> {
  const { household, cooperatives, actor } = await requireVillager(req);
  const { agreed, ...delegate } = req.validatedBody;
  const { id } = valueOf(await cooperatives.relatives.addDelegate(household.household_id, delegate, { actor, agreed }));
  res.status(201).json({ delegate: { id } });
}
