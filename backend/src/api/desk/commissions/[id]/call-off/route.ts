import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { readCommissionRun } from "../../../../../workflows/settlement/commission-runs";
import { requireMember } from "../../../scope";

/** Nothing of it is paid: it is owed again at once. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id: person } = await requireMember(req, ["accountant"]);
  const run_id = req.params.id ?? "";
  const { commissions }: SettlementService = req.scope.resolve("settlement");
  valueOf(await commissions.callOff({ run_id, cooperative_id, person }));
  res.json({ run: await readCommissionRun(req.scope, run_id, { cooperative_id, person }) });
}
