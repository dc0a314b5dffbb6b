import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type PoolService from "../../../../modules/pool/service";
import type SettlementService from "../../../../modules/settlement/service";
import { namesOf, stocktakeView } from "../../ledger/views";
import { requireMember } from "../../scope";

export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const pools: PoolService = req.scope.resolve("pool");
  const found = await pools.stocktakes.of(req.params.id ?? "", cooperative_id);
  if (!found) refuseWith("not_found", "There is no such stock-taking in your cooperative.");
  const names = await namesOf(req.scope, {
    members: [found.opened_by, found.counted_by, found.decided_by],
    households: (found.lines ?? []).map((line) => line.household_id),
  });
  const settlement: SettlementService = req.scope.resolve("settlement");
  const losses = await settlement.stockLosses.of(found.id, cooperative_id);
  res.json({ stocktake: stocktakeView(found, names), losses });
}
