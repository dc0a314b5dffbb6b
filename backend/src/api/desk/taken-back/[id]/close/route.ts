import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { requireMember } from "../../../scope";
import type { PlaceBody } from "../../../transfers/validators";

/** Somebody has looked what hung on it, and says what was done. */
export async function POST(req: AuthenticatedMedusaRequest<PlaceBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id: person } = await requireMember(req, ["accountant"]);
  const { takenBack }: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  valueOf(await takenBack.close({ cooperative_id, id, person, ...req.validatedBody }));
  res.json({ taken_back: { id } });
}
