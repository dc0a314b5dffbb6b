import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { namesOf } from "../../../ledger/views";
import { requireMember } from "../../../scope";

/** Lines of a sheet at most: more lots than a person counts in a day. What is left out is said. */
const SHEET_LINES = 2_000;

/** What should lie on the shelves, oldest first, to be printed and counted. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const pools: PoolService = req.scope.resolve("pool");
  const count = await pools.stocktakes.of(req.params.id ?? "", cooperative_id);
  if (!count) refuseWith("not_found", "There is no such stock-taking in your cooperative.");
  const lots = await pools.stocktakes.sheet(count.pool_id, SHEET_LINES + 1);
  const shown = lots.slice(0, SHEET_LINES);
  const names = await namesOf(req.scope, { households: shown.map((lot) => lot.household_id) });
  res.json({
    stocktake_id: count.id,
    pool_id: count.pool_id,
    more: lots.length > SHEET_LINES,
    lines: shown.map((lot) => ({
      lot_id: lot.id,
      lot_number: lot.number,
      household: names.household(lot.household_id),
      harvested_on: lot.harvested_on,
      best_before: lot.best_before,
      on_hand: lot.on_hand,
      allocated: lot.allocated,
    })),
  });
}
