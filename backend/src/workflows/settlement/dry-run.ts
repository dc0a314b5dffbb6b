import type { MedusaContainer } from "@medusajs/framework/types";
import { DRY_RUN_FLAGS, flagsOf, type DryRunFlag } from "@commonlot/domain";
import { valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import { isDraft, type DryRunRow } from "../../modules/settlement/dry-run";
import type SettlementService from "../../modules/settlement/service";

export type FlaggedRow = DryRunRow & { flags: DryRunFlag[]; rail: string | null; last4: string | null };

/**
 * A settlement with what a person should look at twice: its households, the most flagged first, then by what they get. Only
 * reads: settlement says the money, the keepers of accounts say where it would go.
 */
export async function dryRunOf(container: MedusaContainer, period_id: string, cooperative_id: string) {
  const settlement: SettlementService = container.resolve("settlement");
  const { period, rows } = valueOf(await settlement.dryRuns.rowsOf(period_id, cooperative_id));
  const accounts = await accountsOf(container, cooperative_id, [...new Set(rows.map((one) => one.household_id))]);
  const flagged = rows.map((one): FlaggedRow => {
    const account = accounts(one.household_id);
    return { ...one, rail: account.rail, last4: account.last4, flags: flagsOf({ ...one, account }) };
  });
  flagged.sort(
    (a, b) =>
      b.flags.length - a.flags.length ||
      (a.net_minor < b.net_minor ? 1 : a.net_minor > b.net_minor ? -1 : 0) ||
      (keyOf(a) < keyOf(b) ? -1 : 1),
  );
  return {
    period,
    draft: isDraft(period),
    rows: flagged,
    cash: await settlement.dryRuns.cash(rows),
    counts: DRY_RUN_FLAGS.map((flag) => ({
      flag,
      households: flagged.filter((one) => one.flags.includes(flag)).length,
    })).filter((one) => one.households > 0),
  };
}

/** Where a page of the list goes on. */
export const keyOf = (one: DryRunRow): string => `${one.household_id}.${one.currency}`;

/** How each household would be paid today: nothing of an account but its last four digits leaves here. */
async function accountsOf(container: MedusaContainer, cooperative_id: string, household_ids: string[]) {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const now = new Date();
  const [payable, shown, before] = await Promise.all([
    cooperatives.payoutAccounts(household_ids, now),
    cooperatives.accountsShown(household_ids, now),
    settlement.dryRuns.paidBefore(cooperative_id, household_ids),
  ]);
  const changing = new Set(shown.filter((one) => one.waiting !== null).map((one) => one.household_id));
  const of = new Map(payable.map((one) => [one.household_id, one]));
  const owners = new Map<string, number>();
  const whole = (one: (typeof payable)[number]) =>
    one.rail === "cash" ? undefined : (one.stripe_account_id ?? one.account ?? undefined);
  for (const one of payable) {
    const key = whole(one);
    if (key !== undefined) owners.set(`${one.rail}:${key}`, (owners.get(`${one.rail}:${key}`) ?? 0) + 1);
  }
  return (household_id: string) => {
    const account = of.get(household_id);
    const key = account && whole(account);
    const last4 = account?.account?.slice(-4) ?? null;
    const paidTo = before.to.get(household_id);
    return {
      rail: account?.rail ?? null,
      last4,
      known: account !== undefined && (account.rail === "cash" || key !== undefined),
      fresh:
        before.ever &&
        key !== undefined &&
        !paidTo?.has(`${account?.rail}:${account?.stripe_account_id ?? last4 ?? ""}`),
      shared: key !== undefined && (owners.get(`${account?.rail}:${key}`) ?? 0) > 1,
      changing: changing.has(household_id) || account?.on_hold === true,
    };
  };
}
