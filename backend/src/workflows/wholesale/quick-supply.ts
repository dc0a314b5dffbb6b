import type { MedusaContainer } from "@medusajs/framework/types";
import { todayOf } from "../../lib/today";
import type PoolService from "../../modules/pool/service";
import type { JudgedLine } from "./quick-judge";

/** What there is of the goods on one page, beside what the whole list wants of them: three queries. */
export async function withToHave(
  container: MedusaContainer,
  shown: readonly JudgedLine[],
  all: readonly JudgedLine[],
): Promise<JudgedLine[]> {
  const pools: PoolService = container.resolve("pool");
  const pool_ids = [...new Set(shown.flatMap((line) => line.offered?.pool_id ?? []))];
  if (pool_ids.length === 0) return [...shown];
  const [promises, coming] = await Promise.all([
    pools.promises.of(pool_ids, todayOf()),
    pools.forecasts.ofPools(pool_ids),
  ]);
  const wanted = new Map<string, number>();
  for (const { offered, packs, fault } of all)
    if (offered && fault === null)
      wanted.set(offered.pool_id, (wanted.get(offered.pool_id) ?? 0) + (packs ?? 0) * offered.units_per_pack);
  return shown.map((line) => {
    const { offered } = line;
    const promise = offered && promises.get(offered.pool_id);
    if (!offered || !promise) return line;
    const inPacks = (units: number) => Math.floor(units / offered.units_per_pack);
    const most_units = offered.on_hand + (coming.get(offered.pool_id)?.declared ?? 0);
    const units = wanted.get(offered.pool_id) ?? 0;
    const to_have = {
      free_packs: inPacks(promise.free_units),
      by_day: promise.by_day.map(({ day, units }) => ({ day, packs: inPacks(units) })),
      most_packs: inPacks(most_units),
      above_free: units > promise.free_units,
      above_most: units > most_units,
    };
    return { ...line, to_have };
  });
}
