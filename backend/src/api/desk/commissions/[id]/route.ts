import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readCommissionRun } from "../../../../workflows/settlement/commission-runs";
import { requireMember } from "../../scope";

/** One payment of commissions with its agents. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id: person } = await requireMember(req, ["accountant"]);
  res.json({ run: await readCommissionRun(req.scope, req.params.id ?? "", { cooperative_id, person }) });
}
