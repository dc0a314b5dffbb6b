import type { MedusaContainer } from "@medusajs/framework/types";
import { compareText, DRY_RUN_FLAGS, flagsOf, type DryRunFlag } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import { isDraft, type DryRunRow, type MoneyWent } from "../../modules/settlement/dry-run";
import type { PeriodRow } from "../../modules/settlement/period";
import type SettlementService from "../../modules/settlement/service";
import { AT_ONCE_LINES } from "../../modules/settlement/trials";
import { runKept } from "./run-trial";
import { trialState, type TrialState } from "./trial-state";

export type FlaggedRow = DryRunRow & { flags: DryRunFlag[]; rail: string | null; last4: string | null };

/**
 * A settlement with what a person should look at twice: its households, the most flagged first, then by what they get. Only
 * reads: settlement says the money, the keepers of accounts say where it would go. Of more than `at_once` sale lines that wait, a job has
 * added up the money; `trial` says of which moment that is, and without a result nobody is listed.
 */
export async function dryRunOf(
  container: MedusaContainer,
  period_id: string,
  cooperative_id: string,
  at_once = AT_ONCE_LINES,
) {
  const settlement: SettlementService = container.resolve("settlement");
  const { period, lines } = valueOf(await settlement.dryRuns.size(period_id, cooperative_id));
  const counted = await countedOf(settlement, period, lines, at_once);
  const { rows } = counted;
  const accounts = await accountsOf(container, cooperative_id, [...new Set(rows.map((one) => one.household_id))]);
  const flagged = rows.map((one): FlaggedRow => {
    const account = accounts(one.household_id);
    return { ...one, rail: account.rail, last4: account.last4, flags: flagsOf({ ...one, account }) };
  });
  flagged.sort((a, b) => inOrder(placeOf(a), placeOf(b)));
  return {
    ...counted,
    draft: isDraft(counted.period),
    rows: flagged,
    counts: DRY_RUN_FLAGS.map((flag) => ({
      flag,
      households: flagged.filter((one) => one.flags.includes(flag)).length,
    })).filter((one) => one.households > 0),
  };
}

interface CountedRun {
  period: PeriodRow;
  rows: DryRunRow[];
  /** Null: asked of the books when it is told. */
  went: MoneyWent[] | null;
  /** Null: counted just now. */
  trial: TrialState | null;
}

async function countedOf(
  settlement: SettlementService,
  period: PeriodRow,
  lines: number,
  at_once: number,
): Promise<CountedRun> {
  const { id: period_id, cooperative_id } = period;
  if (lines <= at_once) {
    return { ...valueOf(await settlement.dryRuns.rowsOf(period_id, cooperative_id)), went: null, trial: null };
  }
  const trial = await settlement.trials.newest(dryRunTrial(period));
  const kept = trial?.state === "done" ? runKept(trial.result) : null;
  const state = trialState(trial, lines, kept?.lines ?? null);
  return { period, rows: kept?.rows ?? [], went: kept?.went ?? [], trial: state };
}

/** Only of a period that is open: of a settled one nobody looks for a trial. */
const dryRunTrial = ({ id: period_id, cooperative_id, to_date }: PeriodRow) => ({
  cooperative_id,
  kind: "dry_run" as const,
  input: { period_id, to_date },
});

/** Has a job count it. `seen`: the trial that the page showed; a newer one is what is meant. */
export async function askDryRun(
  container: MedusaContainer,
  asked: { period_id: string; cooperative_id: string; seen: string | null; person: string },
): Promise<TrialState> {
  const settlement: SettlementService = container.resolve("settlement");
  const { period, lines } = valueOf(await settlement.dryRuns.size(asked.period_id, asked.cooperative_id));
  if (!isDraft(period)) refuseWith("already_settled", "This period is settled: look at its statements.");
  const { seen, person } = asked;
  const trial = valueOf(await settlement.trials.ask({ ...dryRunTrial(period), lines, seen, person }));
  return trialState(trial, lines, null);
}

export type DryRun = Awaited<ReturnType<typeof dryRunOf>>;

/** What the house has to pay it with, and where the buyers' money went: of the whole, so asked for once and not on every page. */
export async function dryRunMoney(container: MedusaContainer, run: DryRun) {
  const settlement: SettlementService = container.resolve("settlement");
  const { id, cooperative_id } = run.period;
  const [cash, went] = await Promise.all([
    settlement.dryRuns.cash(run.rows, run.period.id),
    run.went ?? settlement.dryRuns.moneyWent(id, cooperative_id).then(valueOf),
  ]);
  return { cash, went };
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
  const refused = await settlement.dryRuns.refused(payable);
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
      refused: refused.has(household_id),
    };
  };
}
