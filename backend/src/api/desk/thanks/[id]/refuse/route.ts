import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type VillageService from "../../../../../modules/village/service";
import { requireMember } from "../../../scope";
import type { RefuseBody } from "../../middlewares";

/** Does not show thanks, or takes them off the pages again. */
export async function POST(req: AuthenticatedMedusaRequest<RefuseBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const { thanks }: VillageService = req.scope.resolve("village");
  const { reason } = req.validatedBody;
  valueOf(await thanks.refuse({ id: req.params.id ?? "", cooperative_id, person: member_id, reason }));
  res.json({ refused: true });
}
