import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../../lib/refusal";
import type { AgreedBody } from "../../../../../../desk/households/validators";
import { requireVillager } from "../../../../../scope";

export async function POST(req: AuthenticatedMedusaRequest<AgreedBody>, res: MedusaResponse): Promise<void> {
  const { household, cooperatives, actor } = await requireVillager(req);
  const by = { actor, agreed: req.validatedBody.agreed };
  const { id } = valueOf(
    await cooperatives.relatives.endDelegate(household.household_id, req.params.delegate_id ?? "", by),
  );
  res.json({ delegate: { id } });
}
