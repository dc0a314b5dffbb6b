import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type PoolService from "../../../modules/pool/service";
import type VillageService from "../../../modules/village/service";
import { requireMember } from "../scope";
import { poolView } from "../views";

/** All pools of the member's cooperative with their counters. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const pools: PoolService = req.scope.resolve("pool");
  const villages: VillageService = req.scope.resolve("village");
  const own = await pools.poolsOfCooperative(cooperative_id);
  const [origins, forecasts] = await Promise.all([
    villages.villages(own.map((pool) => pool.origin_id)),
    pools.forecasts.ofPools(own.map((pool) => pool.id)),
  ]);
  const origin = new Map(origins.map((village) => [village.id, village]));
  res.json({ pools: own.map((pool) => poolView(pool, origin.get(pool.origin_id), forecasts.get(pool.id))) });
}
