import type { MedusaContainer } from "@medusajs/framework/types";
import { valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type { ListPage } from "../../modules/settlement/desk-views";
import type SettlementService from "../../modules/settlement/service";

/** Who settles, and who of them approves it: a manager, or an accountant who has not asked for it. */
const MONEY_ROLES = ["accountant", "manager"] as const;

/**
 * A period as the desk shows it: the figures of settlement with the names of the households, who asked for it, and who may approve it.
 * Reads only.
 */
export async function readPeriod(
  container: MedusaContainer,
  period_id: string,
  { cooperative_id, person }: { cooperative_id: string; person: string },
  page?: ListPage,
) {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperative: CooperativeService = container.resolve("cooperative");
  const period = valueOf(await settlement.period(period_id, cooperative_id, page));
  const { requested_by, approved_by } = period;
  const [names, people, at_work] = await Promise.all([
    namesOf(
      container,
      period.households.map((household) => household.household_id),
    ),
    cooperative.memberNames([requested_by, approved_by].filter((one) => one !== null)),
    cooperative.team.atWork(cooperative_id, MONEY_ROLES),
  ]);
  const name = (id: string | null) => (id === null ? null : (people.get(id) ?? null));
  return {
    ...period,
    requested_by_name: name(requested_by),
    approved_by_name: name(approved_by),
    asked_by_me: requested_by === person,
    approvers: at_work.filter((one) => one.member_id !== requested_by),
    households: period.households.map((household) => ({ ...household, ...names(household.household_id) })),
  };
}

/** A batch as the desk shows it. */
export async function readBatch(container: MedusaContainer, batch_id: string, cooperative_id: string, page?: ListPage) {
  const settlement: SettlementService = container.resolve("settlement");
  const batch = valueOf(await settlement.batch(batch_id, cooperative_id, page));
  const names = await namesOf(
    container,
    batch.lines.flatMap((line) => line.household_id ?? []),
  );
  // An agent is known by the name of their account, and has no card.
  const noCard = { household_name: null, card_number: null };
  const named = (line: (typeof batch.lines)[number]) =>
    line.household_id === null ? noCard : names(line.household_id);
  return { ...batch, lines: batch.lines.map((line) => ({ ...line, ...named(line) })) };
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
