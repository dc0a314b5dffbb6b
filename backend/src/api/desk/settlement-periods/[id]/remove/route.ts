import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { requireMember } from "../../../scope";

/** Takes back a period that was opened by mistake: whoever opened it, or a manager, before its settlement is asked for. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id, role } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const removed = valueOf(
    await settlement.periodRemovals.remove({
      period_id: req.params.id ?? "",
      cooperative_id,
      person: member_id,
      is_manager: role === "manager",
    }),
  );
  res.json({ removed });
}
