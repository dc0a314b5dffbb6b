import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { requireMember } from "../../../scope";
import type { PlaceBody } from "../../validators";

/** What is left of a line was sent back to who had sent it. */
export async function POST(req: AuthenticatedMedusaRequest<PlaceBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id: person } = await requireMember(req, ["accountant"]);
  const { transfers }: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  valueOf(await transfers.giveBack({ cooperative_id, line_id: id, person, ...req.validatedBody }));
  res.json({ transfer: { id } });
}
