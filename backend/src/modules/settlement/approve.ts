import { choosePayouts, formatMinor, type CarriedOver, type ChosenPayout, type Statement } from "@commonlot/domain";
import type { Cipher } from "../../lib/cipher";
import { row, rows, type Transaction } from "../../lib/sql";
import { appendAll } from "../outbox/append";
import type { PayoutAccount } from "./accounts";
import { stoppedByBank } from "./answers/open-items";
import { bankFault } from "./bank-file";
import { newId } from "./ids";
import { BOOKED_HOLDBACKS } from "./holdbacks";
import { BOOKED_STOCK_LOSSES } from "./stock-losses";
import { lockPeriod, mustMove, type PeriodRow } from "./period";
import { policiesInForce } from "./policy";
import { BOOKED_CLAIMS } from "./claim-bearing";
import { BOOKED_PATRONAGE, HOUSEHOLDS_A_JOURNAL } from "./patronage-runs";
import { BOOKED_PRICES, LOTS_A_JOURNAL } from "./price-closing";
import { notAllowed, saidBoth } from "./refusals";
import { storePayouts, type NewPayout } from "./store-payouts";

export interface ApprovePeriodInput {
  period_id: string;
  cooperative_id?: string;
  /** The checker. */
  person: string;
  accounts: readonly PayoutAccount[];
}

export interface StatementRow {
  id: string;
  number: string;
  household_id: string;
  currency: string;
  brought_forward_minor: string;
  gross_minor: string;
  deductions_minor: string;
  advances_minor: string;
  net_minor: string;
  paid_minor: string;
  carried_minor: string;
  remaining_minor: string;
  not_paid_because: string | null;
}

export interface ApprovePeriodOutput {
  period_id: string;
  /** False when this person had approved it before: nothing was written now. */
  approved: boolean;
}

/**
 * The checker's word: statements become payouts, one per household, in one batch per rail, each with its amount
 * promised on the household's account and its account frozen. Refused when the checker is the maker, and when a
 * statement differs from the ledger by one minor unit.
 */
export async function approvePeriod(
  tx: Transaction,
  cipher: Cipher,
  input: ApprovePeriodInput,
): Promise<ApprovePeriodOutput> {
  const period = await lockPeriod(tx, input.period_id, input.cooperative_id);
  if (period.approved_by === input.person) return { period_id: period.id, approved: false };
  if (period.requested_by === input.person) {
    throw notAllowed("same_person", "You asked for this settlement yourself: a second person approves it.");
  }
  mustMove(period.state, "approved");
  await refuseWhenLedgerDiffers(tx, period.id);

  const statements = await rows<StatementRow>(
    tx,
    `select * from statement where period_id = ? order by id for update`,
    [period.id],
  );
  const payouts: NewPayout[] = [];
  const unpaid: { id: string; reason: string }[] = [];
  for (const currency of new Set(statements.map((statement) => statement.currency))) {
    const chosen = await choose(
      tx,
      period,
      statements.filter((statement) => statement.currency === currency),
      input.accounts,
    );
    payouts.push(...chosen.payouts);
    unpaid.push(...chosen.unpaid);
  }
  await storePayouts(
    tx,
    cipher,
    {
      period_id: period.id,
      commission_run_id: null,
      cooperative_id: period.cooperative_id,
      time_zone: period.time_zone,
    },
    input.person,
    payouts,
  );
  await tx.raw(
    `update statement s set not_paid_because = x.reason, updated_at = now()
     from jsonb_to_recordset(?::jsonb) as x(id text, reason text) where s.id = x.id`,
    [JSON.stringify(unpaid)],
  );
  // With nobody to pay there is nothing left to wait for.
  await tx.raw(
    `update settlement_period set state = ?, approved_by = ?, approved_at = now(), paid_at = case when ? then now() end, updated_at = now() where id = ?`,
    [payouts.length === 0 ? "paid" : "approved", input.person, payouts.length === 0, period.id],
  );
  // Its households are told, and its villages' money boards get their rows.
  const of_period = { payload: { period_id: period.id }, dedup_key: period.id };
  await appendAll(tx, [
    { job: "statement-notices", ...of_period },
    { job: "money-board", ...of_period },
  ]);
  return { period_id: period.id, approved: true };
}

/** Per household: what its statement says of this period against what the ledger booked for the same lines. */
async function refuseWhenLedgerDiffers(tx: Transaction, period_id: string): Promise<void> {
  const differing = await row<{ household_id: string; currency: string; stated: string; booked: string }>(
    tx,
    `with booked_parts as (
       select a.party as household_id, p.currency, -sum(p.amount_minor) as amount
       from sale_line l
       join journal j on j.kind = 'sale' and j.source_id = l.order_line_id
       join posting p on p.journal_id = j.id
       join account a on a.id = p.account_id and a.kind = 'household_payable'
       where l.period_id = ? group by 1, 2
       union all
       ${BOOKED_STOCK_LOSSES}
       union all
       ${BOOKED_HOLDBACKS}
       union all
       ${BOOKED_PRICES}
       union all
       ${BOOKED_PATRONAGE}
       union all
       ${BOOKED_CLAIMS}
     ), booked as (
       select household_id, currency, sum(amount) as amount from booked_parts group by 1, 2
     ), stated as (
       select s.household_id, s.currency, s.gross_minor - s.deductions_minor - s.advances_minor as amount,
              s.net_minor - s.brought_forward_minor as net,
              l.lines, (s.gross_minor, s.deductions_minor, s.advances_minor) is distinct from (l.gross, l.deducted, l.advanced) as parts_differ
       from statement s cross join lateral (
         select coalesce(sum(case t.kind when 'sale' then t.amount_minor when 'brought_forward' then 0 else -t.amount_minor end), 0) as lines,
                coalesce(sum(t.amount_minor) filter (where t.kind = 'sale'), 0) as gross,
                coalesce(sum(t.amount_minor) filter (where t.kind = 'deduction'), 0) as deducted,
                coalesce(sum(t.amount_minor) filter (where t.kind = 'advance'), 0) as advanced
         from statement_line t where t.statement_id = s.id) l
       where s.period_id = ?
     )
     select coalesce(b.household_id, s.household_id) as household_id, coalesce(b.currency, s.currency) as currency,
            coalesce(s.amount, 0) as stated, coalesce(b.amount, 0) as booked
     from booked b full join stated s on s.household_id = b.household_id and s.currency = b.currency
     where coalesce(s.amount, 0) <> coalesce(b.amount, 0) or s.lines <> s.amount or s.net <> s.amount or s.parts_differ
     order by 1 limit 1`,
    [
      ...[period_id, period_id, period_id, period_id, period_id, LOTS_A_JOURNAL],
      ...[period_id, HOUSEHOLDS_A_JOURNAL],
      ...Array.from({ length: 7 }, () => period_id),
    ],
  );
  if (!differing) return;
  const [stated, booked] = [differing.stated, differing.booked].map((minor) =>
    formatMinor(BigInt(minor), differing.currency),
  );
  throw saidBoth("differs_from_ledger", {
    en: `The statement of household ${differing.household_id} says ${stated} ${differing.currency}, the ledger ${booked}. Nothing is paid until they agree. Tell the platform now, with this sentence.`,
    zh: `农户 ${differing.household_id} 的结算单写的是 ${stated} ${differing.currency}，账上是 ${booked}。两边一致以前一分也不付。请马上把这句话告诉平台。`,
  });
}

/** The domain's choice, with the accounts that the rails would not take left out beforehand. */
async function choose(
  tx: Transaction,
  period: PeriodRow,
  statements: readonly StatementRow[],
  accounts: readonly PayoutAccount[],
): Promise<{ payouts: NewPayout[]; unpaid: { id: string; reason: string }[] }> {
  const currency = statements[0]?.currency ?? "";
  const policy = (await policiesInForce(tx, [period.cooperative_id], currency)).get(period.cooperative_id);
  const minimum = BigInt(policy?.minimum_payout_minor ?? 0);
  const usable = new Map<string, PayoutAccount>();
  const faults = new Map<string, string>();
  const stopped = await stoppedByBank(tx, accounts);
  for (const account of accounts) {
    const fault = accountFault(account) ?? stopped.get(account.household_id);
    if (fault) faults.set(account.household_id, fault);
    else usable.set(account.household_id, account);
  }
  const rails = new Map([...usable].map(([household, account]) => [household, account.rail]));
  const { payouts, carried } = choosePayouts(
    statements.map((statement) => asStatement(period.id, statement)),
    minimum,
    rails,
  );
  const byHousehold = new Map(statements.map((statement) => [statement.household_id, statement]));
  const statementOf = (household: string): StatementRow => {
    const statement = byHousehold.get(household);
    if (!statement) throw new Error(`no statement of ${household}`);
    return statement;
  };
  return {
    payouts: payouts.map((payout: ChosenPayout): NewPayout => {
      const account = usable.get(payout.household);
      if (!account) throw new Error(`no account of ${payout.household}`);
      const { id: statement_id } = statementOf(payout.household);
      return {
        id: newId("payout"),
        household_id: payout.household,
        statement_id,
        period_id: period.id,
        agent_id: null,
        commission_statement_id: null,
        rail: payout.rail,
        amount_minor: payout.amount_minor,
        currency,
        account,
      };
    }),
    unpaid: carried.map(({ household, reason }: CarriedOver) => ({
      id: statementOf(household).id,
      reason: reason === "no_rail" ? (faults.get(household) ?? "no_account") : reason,
    })),
  };
}

/** Why this account cannot be paid, or undefined. One bad account must not stop the file of all the others. */
function accountFault(account: PayoutAccount): string | undefined {
  if (account.on_hold) return "account_on_hold";
  if (account.rail === "stripe") return account.stripe_account_id ? undefined : "account_incomplete";
  if (account.rail === "cash") return undefined;
  return account.account && !bankFault(account) ? undefined : "account_not_valid";
}

function asStatement(period_id: string, stored: StatementRow): Statement {
  return {
    period_id,
    currency: stored.currency,
    household: stored.household_id,
    lines: [],
    brought_forward_minor: BigInt(stored.brought_forward_minor),
    gross_minor: BigInt(stored.gross_minor),
    deductions_minor: BigInt(stored.deductions_minor),
    advances_minor: BigInt(stored.advances_minor),
    net_minor: BigInt(stored.net_minor),
    paid_minor: BigInt(stored.paid_minor),
    remaining_minor: BigInt(stored.remaining_minor),
  };
}
