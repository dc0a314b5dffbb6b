import { rows, type Sql } from "../../lib/sql";
import type { BankState } from "@commonlot/domain";
import { safeNumber } from "./amounts";
import { reasonWords } from "./answers/reason-words";
import { answersOfBatch } from "./answers/views";
import { JOIN_AT_BANK, ON_ITS_WAY, PAID } from "./at-bank";
import type { StatementRow } from "./approve";
import { BATCH_COLUMNS, type BatchRow } from "./bank-file";
import { PERIOD_COLUMNS, periodOf, periodStage, type PeriodRow } from "./period";
import { notFound } from "./refusals";
import { headView, type StatementFound } from "./statements";

/** Periods and batches on a page: years of months. */
const SHOWN = 100;
/** Households of one period, or payouts of one batch, on a page; the page after begins behind a cursor. */
const HOUSEHOLDS_SHOWN = 200;

/** Which page of a long list. A place in its order, not a row, so that it goes on there whatever has changed since. */
export interface ListPage {
  cursor?: string | undefined;
  limit?: number;
}

/** Of a batch, the page, or one payout of it. */
export interface BatchPage extends ListPage {
  payout?: string | undefined;
}

export interface PeriodTotals {
  currency: string;
  households: number;
  gross_minor: number;
  deductions_minor: number;
  net_minor: number;
  /** What arrived, as far as is known. */
  paid_minor: number;
  /** With banks that have not answered: neither paid nor still to be paid. */
  on_its_way_minor: number;
  remaining_minor: number;
}

export function periodView(period: PeriodRow) {
  return {
    id: period.id,
    from: period.from_date,
    to: period.to_date,
    state: period.state,
    opened_by: period.opened_by,
    requested_by: period.requested_by,
    requested_at: period.requested_at,
    settled_at: period.settled_at,
    approved_by: period.approved_by,
    approved_at: period.approved_at,
    paid_at: period.paid_at,
    by_schedule: period.by_schedule,
  };
}

/** A cooperative's periods, newest first, each with its sums per currency. */
export async function periodsOf(sql: Sql, cooperative_id: string) {
  const periods = await rows<PeriodRow>(
    sql,
    `select ${PERIOD_COLUMNS} from settlement_period where cooperative_id = ? order by from_date desc, to_date desc limit ${SHOWN}`,
    [cooperative_id],
  );
  const totals = await totalsOf(
    sql,
    periods.map((period) => period.id),
  );
  return periods.map((period) => ({ ...periodView(period), totals: totals.get(period.id) ?? [] }));
}

async function totalsOf(sql: Sql, period_ids: readonly string[]): Promise<Map<string, PeriodTotals[]>> {
  const found = await rows<Record<keyof PeriodTotals | "period_id", string>>(
    sql,
    `select s.period_id, s.currency, count(*) as households, sum(s.gross_minor) as gross_minor, sum(s.deductions_minor) as deductions_minor,
            sum(s.net_minor) as net_minor, sum(${PAID}) as paid_minor, sum(${ON_ITS_WAY}) as on_its_way_minor, sum(s.remaining_minor) as remaining_minor
     from statement s ${JOIN_AT_BANK} where s.period_id = any(?) group by 1, 2 order by 1, 2`,
    [[...period_ids]],
  );
  const totals = new Map<string, PeriodTotals[]>();
  for (const sum of found) {
    const of = totals.get(sum.period_id) ?? [];
    of.push({
      currency: sum.currency,
      households: safeNumber(sum.households),
      gross_minor: safeNumber(sum.gross_minor),
      deductions_minor: safeNumber(sum.deductions_minor),
      net_minor: safeNumber(sum.net_minor),
      paid_minor: safeNumber(sum.paid_minor),
      on_its_way_minor: safeNumber(sum.on_its_way_minor),
      remaining_minor: safeNumber(sum.remaining_minor),
    });
    totals.set(sum.period_id, of);
  }
  return totals;
}

/** One period with a row per household, and what a checker should look at twice. */
export async function periodDetail(
  sql: Sql,
  period_id: string,
  cooperative_id: string,
  now: Date,
  page: ListPage = {},
) {
  const period = await periodOf(sql, period_id, cooperative_id);
  const limit = page.limit ?? HOUSEHOLDS_SHOWN;
  const statements = await rows<StatementFound>(
    sql,
    `select s.*, ${ON_ITS_WAY} as at_bank_minor from statement s ${JOIN_AT_BANK}
     where s.period_id = ? and (-s.net_minor, s.id) > (?::bigint, ?) order by -s.net_minor, s.id limit ?`,
    [period_id, ...afterNet(page.cursor), limit],
  );
  const last = statements.at(-1);
  return {
    ...periodView(period),
    stage: periodStage(period, now),
    /** Settled while its last day went on: what was divided later that day is in the next period. */
    asked_early: period.requested_at !== null && periodStage(period, period.requested_at) !== "over",
    totals: (await totalsOf(sql, [period_id])).get(period_id) ?? [],
    households: statements.map((statement) => ({ ...headView(statement), flags: flagsOf(statement) })),
    next: last && statements.length === limit ? `${-BigInt(last.net_minor)}.${last.id}` : null,
  };
}

const BEFORE_ALL = ["-9223372036854775808", ""] as const;

/** What a statement says stands from its settling on: no payment moves it to another page. */
function afterNet(cursor: string | undefined): readonly [string, string] {
  const at = cursor?.indexOf(".") ?? -1;
  return cursor === undefined || at < 0 ? BEFORE_ALL : [cursor.slice(0, at), cursor.slice(at + 1)];
}

function flagsOf(statement: StatementRow): ("below_zero" | "zero" | "not_paid")[] {
  const net = BigInt(statement.net_minor);
  return [
    ...(net < 0n ? (["below_zero"] as const) : []),
    ...(net === 0n ? (["zero"] as const) : []),
    ...(statement.not_paid_because !== null ? (["not_paid"] as const) : []),
  ];
}

/** Households whose statements of this period still have something to be paid. */
export async function householdsToPay(sql: Sql, period_id: string, cooperative_id?: string): Promise<string[]> {
  await periodOf(sql, period_id, cooperative_id);
  const found = await rows<{ household_id: string }>(
    sql,
    `select distinct household_id from statement where period_id = ? and remaining_minor > 0 order by household_id`,
    [period_id],
  );
  return found.map((statement) => statement.household_id);
}

export function batchView(batch: BatchRow) {
  return {
    id: batch.id,
    number: batch.number,
    period_id: batch.period_id,
    commission_run_id: batch.commission_run_id,
    rail: batch.rail,
    currency: batch.currency,
    payouts: batch.payouts,
    total_minor: safeNumber(batch.total_minor),
    state: batch.state,
    execution_date: batch.execution_date,
    exported_at: batch.exported_at,
    file_sha256: batch.file_sha256,
    approved_by: batch.approved_by,
    created_at: batch.created_at,
  };
}

export async function batchesOf(sql: Sql, cooperative_id: string) {
  const batches = await rows<BatchRow>(
    sql,
    `select ${BATCH_COLUMNS} from payout_batch where cooperative_id = ? order by created_at desc, id limit ${SHOWN}`,
    [cooperative_id],
  );
  return batches.map(batchView);
}

/** One batch with its payouts; of an account only the last four characters leave the house this way. */
export async function batchDetail(sql: Sql, batch_id: string, cooperative_id: string, page: BatchPage = {}) {
  const limit = page.limit ?? HOUSEHOLDS_SHOWN;
  const [batch] = await rows<BatchRow>(
    sql,
    `select ${BATCH_COLUMNS} from payout_batch where id = ? and cooperative_id = ?`,
    [batch_id, cooperative_id],
  );
  if (!batch) throw notFound("payout batch");
  const lines = await rows<{
    id: string;
    household_id: string | null;
    agent_id: string | null;
    statement_number: string;
    amount_minor: string;
    state: string;
    reason_code: string | null;
    reason: string | null;
    provider_ref: string | null;
    bank_state: BankState | null;
    bank_answered_at: Date | null;
    account_name: string;
    account_last4: string | null;
  }>(
    sql,
    `select p.id, p.household_id, p.agent_id, coalesce(s.number, c.number) as statement_number, p.amount_minor, p.state, p.reason_code, p.reason, p.provider_ref, p.bank_state, p.bank_answered_at,
            p.account->>'name' as account_name, p.account->>'last4' as account_last4
     from payout p left join statement s on s.id = p.statement_id left join commission_statement c on c.id = p.commission_statement_id
     where p.batch_id = ? and p.id > ? and (?::text is null or p.id = ?) order by p.id limit ?`,
    [batch_id, page.cursor ?? "", page.payout ?? null, page.payout ?? null, limit] as never,
  );
  return {
    ...batchView(batch),
    answers: batch.rail === "bank_file" ? await answersOfBatch(sql, batch_id) : [],
    next: lines.length === limit ? (lines.at(-1)?.id ?? null) : null,
    lines: lines.map((line) => ({
      ...line,
      amount_minor: safeNumber(line.amount_minor),
      // A code of a bank has words; the other rails' reasons are sentences already.
      bank_words:
        line.bank_state === "rejected" || line.bank_state === "returned" ? reasonWords(line.reason_code) : null,
    })),
  };
}
