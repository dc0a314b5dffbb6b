import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../lib/keyset";
import { refuseWith } from "../../../../lib/refusal";
import type PoolService from "../../../../modules/pool/service";
import type VillageService from "../../../../modules/village/service";
import { stockOfPool } from "../../../../workflows/pool/stock-of-pool";
import { namesOf } from "../../ledger/views";
import { requireMember } from "../../scope";
import type { PoolQuery } from "../../validators";
import { poolView } from "../../views";

/** Movements of a page: a screen's worth. */
const PAGE = 50;

/** One pool: counters, its figures today, and a page of its movements, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { cursor } = req.validatedQuery as PoolQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const pool = await pools.poolOf(req.params.id ?? "", cooperative_id);
  if (!pool) refuseWith("pool_not_found", "There is no such pool in your cooperative.");
  const villages: VillageService = req.scope.resolve("village");
  const [report, movements, forecasts, [village], stock] = await Promise.all([
    pools.poolReport(pool.id),
    pools.movementsOfPool({ pool_id: pool.id, cursor, limit: PAGE }),
    pools.forecasts.ofPools([pool.id]),
    villages.villages([pool.origin_id]),
    stockOfPool(req.scope, pool.inventory_item_id),
  ]);
  if (!report) refuseWith("pool_not_found", "There is no such pool in your cooperative.");
  const names = await namesOf(req.scope, { members: movements.map((movement) => movement.person) });
  res.json({
    pool: poolView(report.pool, village, forecasts.get(pool.id)),
    figures: report.figures,
    stock,
    movements: movements.map((movement) => ({
      id: movement.id,
      at: movement.at.toISOString(),
      kind: movement.kind,
      lot_number: movement.lot_number,
      on_hand_delta: movement.on_hand_delta,
      held_delta: movement.held_delta,
      reason: movement.reason,
      person: names.member(movement.person),
      source: movement.source,
    })),
    next: nextCursor(movements, PAGE),
  });
}
