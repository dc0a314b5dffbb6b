import type { MedusaContainer } from "@medusajs/framework/types";
import { periodText } from "@commonlot/domain";
import { valueOf } from "../refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type PoolService from "../../modules/pool/service";
import type { Homes } from "../../modules/settlement/period-totals";
import { NO_VILLAGE } from "./no-village";
import type SettlementService from "../../modules/settlement/service";
import type VillageService from "../../modules/village/service";

/** Where the households and pools of a period are from: of the modules that know. Reads only. */
export async function homesOfPeriod(
  container: MedusaContainer,
  period: { id: string; cooperative_id: string },
): Promise<Homes> {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const pools: PoolService = container.resolve("pool");
  const { household_ids, pool_ids } = await settlement.totals.partiesOf(period.id);
  const [households, all] = await Promise.all([
    cooperatives.householdsById(household_ids),
    pools.poolsOfCooperative(period.cooperative_id),
  ]);
  const wanted = new Set(pool_ids);
  return {
    households: households.map(({ household_id, village_id }) => ({ household_id, village_id })),
    pools: all
      .filter((pool) => wanted.has(pool.id) && pool.origin_kind === "village")
      .map((pool) => ({ pool_id: pool.id, village_id: pool.origin_id })),
  };
}

/** The money of a period: of the cooperative, and village by village. Another cooperative's period is not found. */
export async function readTotals(container: MedusaContainer, period_id: string, cooperative_id: string) {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const villages: VillageService = container.resolve("village");
  const period = valueOf(await settlement.period(period_id, cooperative_id));
  const homes = await homesOfPeriod(container, { id: period.id, cooperative_id });
  const [whole, parts, [cooperative]] = await Promise.all([
    settlement.totals.ofCooperative(period.id),
    settlement.totals.byVillage(period.id, homes),
    cooperatives.cooperatives([cooperative_id]),
  ]);
  const ids = [...new Set(parts.map((part) => part.village_id))];
  const named = new Map((await villages.villages(ids.filter((id) => id !== NO_VILLAGE))).map((one) => [one.id, one]));
  return {
    period: {
      id: period.id,
      from: period.from,
      to: period.to,
      state: period.state,
      words: periodText(period.from, period.to),
    },
    cooperative: { zh: cooperative?.name_zh ?? "", en: cooperative?.name_en ?? "" },
    whole,
    villages: ids.map((id) => {
      const village = named.get(id);
      return {
        village_id: id === NO_VILLAGE ? null : id,
        handle: village?.handle ?? null,
        name: village
          ? { zh: village.name_zh, en: village.name_en }
          : { zh: "不属于某一个村", en: "Of no single village" },
        totals: parts.filter((part) => part.village_id === id),
      };
    }),
  };
}
