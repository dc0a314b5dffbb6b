import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { actorOf, REGISTRARS, requireTheirHousehold } from "../../one";
import type { DelegateBody } from "../../validators";

/** A relative who may look or confirm. */
export async function POST(req: AuthenticatedMedusaRequest<DelegateBody>, res: MedusaResponse): Promise<void> {
  const { household, member, cooperatives } = await requireTheirHousehold(req, REGISTRARS);
  const { agreed, ...delegate } = req.validatedBody;
  const by = { actor: actorOf(member), agreed };
  const { id } = valueOf(await cooperatives.relatives.addDelegate(household.household_id, delegate, by));
  res.status(201).json({ delegate: { id } });
}
