import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { adjustmentView, namesOf } from "../../../ledger/views";
import { requireMember } from "../../../scope";

/** Another person says no, or who entered it takes it back. Nothing of the ledger changes. */
export async function POST(req: AuthenticatedMedusaRequest<{ words: string }>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher", "packer"]);
  const pools: PoolService = req.scope.resolve("pool");
  const done = valueOf(
    await pools.adjustments.drop({
      id: req.params.id ?? "",
      cooperative_id,
      person: member_id,
      words: req.validatedBody.words,
    }),
  );
  const names = await namesOf(req.scope, {
    members: [done.proposed_by, done.decided_by],
    households: done.lines.map((line) => line.household_id),
  });
  res.json({ adjustment: adjustmentView(done, names) });
}
