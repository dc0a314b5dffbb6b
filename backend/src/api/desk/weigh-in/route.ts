import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { todayOf } from "../../../lib/today";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import type VillageService from "../../../modules/village/service";
import { requireMember } from "../scope";
import { poolView } from "../views";
import type { WeighInQuery } from "./validators";

/** What a weighing place needs for a day: open pools, baskets, scales, the table of deductions, prices. One call. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { day: asked } = req.validatedQuery as WeighInQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const villages: VillageService = req.scope.resolve("village");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  const day = asked ?? todayOf(cooperative);
  const [own, containers, scales, rules, prices] = await Promise.all([
    pools.poolsOfCooperative(cooperative_id),
    pools.equipment.containers(cooperative_id),
    pools.equipment.scales(cooperative_id),
    pools.deductionRules.inForce(cooperative_id, day),
    pools.dayPrices.ofDay(cooperative_id, day),
  ]);
  const open = own.filter((pool) => pool.status === "open");
  const origins = await villages.villages(open.map((pool) => pool.origin_id));
  const origin = new Map(origins.map((village) => [village.id, village]));
  res.json({
    day,
    currency: cooperative?.currency,
    pools: open.map((pool) => poolView(pool, origin.get(pool.origin_id))),
    containers,
    scales,
    rules: rules.map(({ produce, kind, method, base_bp, limit_bp }) => ({ produce, kind, method, base_bp, limit_bp })),
    prices,
  });
}
