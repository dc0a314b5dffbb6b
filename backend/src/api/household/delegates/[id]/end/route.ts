import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import { requireHousehold } from "../../../scope";

/** The household takes a relative's right back. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id, name } = await requireHousehold(req);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const actor = { kind: "household" as const, id: household_id, name };
  const { id } = valueOf(await cooperatives.relatives.endDelegate(household_id, req.params.id ?? "", { actor }));
  res.json({ delegate: { id } });
}
