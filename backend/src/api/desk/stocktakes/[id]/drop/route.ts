import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { namesOf, stocktakeView } from "../../../ledger/views";
import { requireMember } from "../../../scope";

/** The count comes to nothing; the ledger stays as it is. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher", "packer"]);
  const pools: PoolService = req.scope.resolve("pool");
  const done = valueOf(await pools.stocktakes.drop({ id: req.params.id ?? "", cooperative_id, person: member_id }));
  const names = await namesOf(req.scope, {
    members: [done.opened_by, done.counted_by, done.decided_by],
    households: (done.lines ?? []).map((line) => line.household_id),
  });
  res.json({ stocktake: stocktakeView(done, names) });
}
