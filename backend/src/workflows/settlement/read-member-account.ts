import type { MedusaContainer } from "@medusajs/framework/types";
import { produceWords } from "../../lib/words";
import type PoolService from "../../modules/pool/service";
import type SettlementService from "../../modules/settlement/service";
import { shareView } from "./patronage";

/** Entries of its membership on one page: a lifetime's. */
const ENTRIES = 100;

/**
 * A household's account as a member: since when, its share capital, what it brought and earned year by year, and what of the
 * cooperative's surplus it was given back. Reads only.
 */
export async function readMemberAccount(container: MedusaContainer, household_id: string) {
  const pools: PoolService = container.resolve("pool");
  const settlement: SettlementService = container.resolve("settlement");
  const [volumes, earnings, refunds, standing, entries] = await Promise.all([
    pools.seasonsOf(household_id),
    settlement.statements.years(household_id),
    settlement.patronage.ofHousehold(household_id),
    settlement.members.standing(household_id),
    settlement.members.entries({ household_id, limit: ENTRIES }),
  ]);
  const years = [...new Set([...volumes, ...earnings, ...refunds].map((one) => one.year))].sort((a, b) => b - a);
  return {
    years: years.map((year) => ({
      year,
      volumes: volumes
        .filter((one) => one.year === year)
        .map(({ produce, unit, units, lots }) => ({ produce: produceWords(produce), unit, units, lots })),
      earnings: earnings.filter((one) => one.year === year).map(({ year: _year, ...sums }) => sums),
      refunds: refunds
        .filter((one) => one.year === year)
        .map((one) => ({ id: one.run_id, currency: one.currency, state: one.state, ...shareView(one, one) })),
    })),
    standing,
    entries: entries.map(({ id, kind, currency, amount_minor, on_day, words }) => ({
      id,
      kind,
      currency,
      amount_minor,
      on_day,
      words,
    })),
  };
}
