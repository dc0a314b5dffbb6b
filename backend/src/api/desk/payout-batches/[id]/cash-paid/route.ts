import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { readBatch } from "../../../../../workflows/settlement/read-period";
import { requireMember } from "../../../scope";

/** Every household of a cash batch has its money and has signed for it. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const batch_id = req.params.id ?? "";
  valueOf(await settlement.markCashPaid({ batch_id, cooperative_id, person: member_id }));
  res.json({ batch: await readBatch(req.scope, batch_id, cooperative_id) });
}
