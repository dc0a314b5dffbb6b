import type { MedusaContainer } from "@medusajs/framework/types";
import { valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type SettlementService from "../../modules/settlement/service";

/** A period as the desk shows it: the figures of settlement with the names of the households. Reads only. */
export async function readPeriod(container: MedusaContainer, period_id: string, cooperative_id: string) {
  const settlement: SettlementService = container.resolve("settlement");
  const period = valueOf(await settlement.period(period_id, cooperative_id));
  const names = await namesOf(
    container,
    period.households.map((household) => household.household_id),
  );
  return {
    ...period,
    households: period.households.map((household) => ({ ...household, ...names(household.household_id) })),
  };
}

/** A batch as the desk shows it. */
export async function readBatch(container: MedusaContainer, batch_id: string, cooperative_id: string) {
  const settlement: SettlementService = container.resolve("settlement");
  const batch = valueOf(await settlement.batch(batch_id, cooperative_id));
  const names = await namesOf(
    container,
    batch.lines.map((line) => line.household_id),
  );
  return { ...batch, lines: batch.lines.map((line) => ({ ...line, ...names(line.household_id) })) };
}

async function namesOf(container: MedusaContainer, household_ids: readonly string[]) {
  const cooperative: CooperativeService = container.resolve("cooperative");
  const found = new Map(
    (await cooperative.householdsById(household_ids)).map((household) => [household.household_id, household]),
  );
  return (household_id: string) => {
    const household = found.get(household_id);
    return { household_name: household?.name ?? null, card_number: household?.card_number ?? null };
  };
}
