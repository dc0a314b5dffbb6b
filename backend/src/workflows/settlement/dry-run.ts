import type { MedusaContainer } from "@medusajs/framework/types";
import { compareText, DRY_RUN_FLAGS, flagsOf, type DryRunFlag } from "@commonlot/domain";
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
  flagged.sort((a, b) => inOrder(placeOf(a), placeOf(b)));
  return {
    period,
    draft: isDraft(period),
    rows: flagged,
    counts: DRY_RUN_FLAGS.map((flag) => ({
      flag,
      households: flagged.filter((one) => one.flags.includes(flag)).length,
    })).filter((one) => one.households > 0),
  };
}

export type DryRun = Awaited<ReturnType<typeof dryRunOf>>;

/** What the house has to pay it with, and where the buyers' money went: of the whole, so asked for once and not on every page. */
export async function dryRunMoney(container: MedusaContainer, run: DryRun) {
  const settlement: SettlementService = container.resolve("settlement");
  const { id, cooperative_id } = run.period;
  const [cash, went] = await Promise.all([
    settlement.dryRuns.cash(run.rows),
    settlement.dryRuns.moneyWent(id, cooperative_id),
  ]);
  return { cash, went: valueOf(went) };
}

/**
 * A page of the list. The cursor is a place in its order, not a row: it goes on there also when its household is in the list no more,
 * or stands elsewhere in it.
 */
export function pageOf(
  run: Pick<DryRun, "rows">,
  asked: { flag?: DryRunFlag | undefined; cursor?: string | undefined; limit: number },
): { rows: FlaggedRow[]; next: string | null } {
  const { flag, limit } = asked;
  const after = asked.cursor === undefined ? undefined : readPlace(asked.cursor);
  const left = run.rows.filter(
    (one) =>
      (flag === undefined || one.flags.includes(flag)) && (after === undefined || inOrder(after, placeOf(one)) < 0),
  );
  const rows = left.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: last !== undefined && left.length > limit ? writePlace(placeOf(last)) : null };
}

/** Where a row stands: the most flagged first, then by what they get, then by household and currency. */
interface Place {
  flags: number;
  net_minor: bigint;
  key: string;
}

const placeOf = (one: FlaggedRow): Place => ({
  flags: one.flags.length,
  net_minor: one.net_minor,
  key: `${one.household_id}.${one.currency}`,
});

function inOrder(a: Place, b: Place): number {
  if (a.flags !== b.flags) return b.flags - a.flags;
  if (a.net_minor !== b.net_minor) return a.net_minor < b.net_minor ? 1 : -1;
  return compareText(a.key, b.key);
}

const writePlace = ({ flags, net_minor, key }: Place): string => `${flags}.${net_minor}.${key}`;

/** Of the shape that the route has checked. */
function readPlace(cursor: string): Place {
  const [flags = "", net = "", ...key] = cursor.split(".");
  return { flags: Number(flags), net_minor: BigInt(net), key: key.join(".") };
}

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
