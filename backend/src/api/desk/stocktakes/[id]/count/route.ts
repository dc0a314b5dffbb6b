import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { namesOf, stocktakeView } from "../../../ledger/views";
import { requireMember } from "../../../scope";

/** What was counted; proposes the difference per lot. Counting again replaces the proposal. */
export async function POST(
  req: AuthenticatedMedusaRequest<{ counted: number; words: string }>,
  res: MedusaResponse,
): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher", "packer"]);
  const pools: PoolService = req.scope.resolve("pool");
  const done = valueOf(
    await pools.stocktakes.count({ ...req.validatedBody, id: req.params.id ?? "", cooperative_id, person: member_id }),
  );
  const names = await namesOf(req.scope, {
    members: [done.opened_by, done.counted_by, done.decided_by],
    households: (done.lines ?? []).map((line) => line.household_id),
  });
  res.json({ stocktake: stocktakeView(done, names) });
}
