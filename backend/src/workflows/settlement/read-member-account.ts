import type { MedusaContainer } from "@medusajs/framework/types";
import { produceWords } from "../../lib/words";
import type PoolService from "../../modules/pool/service";
import type SettlementService from "../../modules/settlement/service";

/** What a household brought and earned, year by year: its account as a member. There are no shares in the house. Reads only. */
export async function readMemberAccount(container: MedusaContainer, household_id: string) {
  const pools: PoolService = container.resolve("pool");
  const settlement: SettlementService = container.resolve("settlement");
  const [volumes, earnings] = await Promise.all([
    pools.seasonsOf(household_id),
    settlement.statements.years(household_id),
  ]);
  const years = [...new Set([...volumes, ...earnings].map((one) => one.year))].sort((a, b) => b - a);
  return years.map((year) => ({
    year,
    volumes: volumes
      .filter((one) => one.year === year)
      .map(({ produce, unit, units, lots }) => ({ produce: produceWords(produce), unit, units, lots })),
    earnings: earnings.filter((one) => one.year === year).map(({ year: _year, ...sums }) => sums),
  }));
}
