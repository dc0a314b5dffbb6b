import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { openPoolWorkflow } from "../../../workflows/pool/open-pool";
import type PoolService from "../../../modules/pool/service";
import type VillageService from "../../../modules/village/service";
import { requireMember } from "../scope";
import type { NewPoolBody } from "../validators";
import { poolView } from "../views";

/** A manager opens a pool for a village's produce and grade: 201 with its id; refused when there is one. */
export async function POST(req: AuthenticatedMedusaRequest<NewPoolBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const { result } = await openPoolWorkflow(req.scope).run({
    input: { ...req.validatedBody, cooperative_id, person: member_id },
  });
  res.status(201).json({ pool: { id: result.pool_id } });
}

/** All pools of the member's cooperative with their counters. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const pools: PoolService = req.scope.resolve("pool");
  const villages: VillageService = req.scope.resolve("village");
  const own = await pools.poolsOfCooperative(cooperative_id);
  const [origins, forecasts, preorders] = await Promise.all([
    villages.villages(own.map((pool) => pool.origin_id)),
    pools.forecasts.ofPools(own.map((pool) => pool.id)),
    pools.preorders.ofPools(own.map((pool) => pool.id)),
  ]);
  const origin = new Map(origins.map((village) => [village.id, village]));
  res.json({
    pools: own.map((pool) =>
      poolView(pool, origin.get(pool.origin_id), forecasts.get(pool.id), preorders.get(pool.id)),
    ),
  });
}
