import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type CycleService from "../../../../../modules/cycle/service";
import { requireMember } from "../../../scope";
import type { BetweenBody } from "../../validators";

/** Whether its goods are sold as usual while no cycle of theirs is open. */
export async function POST(req: AuthenticatedMedusaRequest<BetweenBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const cycles: CycleService = req.scope.resolve("cycle");
  const { sold_between } = req.validatedBody;
  valueOf(
    await cycles.changes.sellBetween({ id: req.params.id ?? "", cooperative_id, sold_between, person: member_id }),
  );
  res.json({ sold_between });
}
