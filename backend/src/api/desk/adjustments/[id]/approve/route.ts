import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { adjustmentView, namesOf } from "../../../ledger/views";
import { requireMember } from "../../../scope";

/** A second person agrees: the ledger changes now. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["manager"]);
  const pools: PoolService = req.scope.resolve("pool");
  const done = valueOf(await pools.adjustments.approve({ id: req.params.id ?? "", cooperative_id, person: member_id }));
  const names = await namesOf(req.scope, {
    members: [done.proposed_by, done.decided_by],
    households: done.lines.map((line) => line.household_id),
  });
  res.json({ adjustment: adjustmentView(done, names) });
}
