import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCollection } from "@commonlot/domain";
import { HOME_TZ, timeIn, todayOf } from "../../../lib/today";
import { gradeWords, produceWords } from "../../../lib/words";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import type VillageService from "../../../modules/village/service";
import { requireHousehold } from "../scope";

/** What this household's village hands in, each with its price of the day where there is one. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, village_id } = await requireHousehold(req);
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const villages: VillageService = req.scope.resolve("village");
  const [[cooperative], [village]] = await Promise.all([
    cooperatives.cooperatives([cooperative_id]),
    villages.villages([village_id]),
  ]);
  const day = todayOf(cooperative);
  const now = new Date();
  const [own, prices, times] = await Promise.all([
    pools.poolsOfCooperative(cooperative_id),
    pools.dayPrices.ofDay(cooperative_id, day),
    cooperatives.collectionTimes.of(cooperative_id),
  ]);
  const origins = new Set([village_id, village?.region_id]);
  res.json({
    day,
    /** When goods are taken in next; null when the cooperative has not said. */
    next: nextCollection(times, day, timeIn(cooperative?.tz ?? HOME_TZ, now)),
    produce: own
      .filter((pool) => pool.status === "open" && origins.has(pool.origin_id))
      .map((pool) => ({
        pool_id: pool.id,
        produce: pool.produce,
        produce_name: produceWords(pool.produce),
        grade_name: gradeWords(pool.grade),
        unit: pool.unit,
        price: prices.find((price) => price.produce === pool.produce && price.grade === pool.grade) ?? null,
      })),
  });
}
