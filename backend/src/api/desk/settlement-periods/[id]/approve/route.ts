import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { approveSettlementWorkflow } from "../../../../../workflows/settlement/approve-settlement";
import { readPeriod } from "../../../../../workflows/settlement/read-period";
import { requireMember } from "../../../scope";

/** The second person's word. 403 `same_person` for the one who asked for the settlement. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const period_id = req.params.id ?? "";
  await approveSettlementWorkflow(req.scope).run({ input: { period_id, cooperative_id, person: member_id } });
  res.json({ period: await readPeriod(req.scope, period_id, { cooperative_id, person: member_id }) });
}
