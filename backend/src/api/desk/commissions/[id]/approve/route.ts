import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { approveCommissionsWorkflow, readCommissionRun } from "../../../../../workflows/settlement/commission-runs";
import { requireMember } from "../../../scope";

/** The second person's word. 403 `same_person` for the one who asked. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id: person } = await requireMember(req, ["accountant"]);
  const run_id = req.params.id ?? "";
  await approveCommissionsWorkflow(req.scope).run({ input: { run_id, cooperative_id, person } });
  res.json({ run: await readCommissionRun(req.scope, run_id, { cooperative_id, person }) });
}
