import { assertTransition, dayNumber, defineTransitions } from "@commonlot/domain";
import { row, type Sql, type Transaction } from "../../lib/sql";
import { dayIn } from "../../lib/today";
import { append } from "../outbox/append";
import { newId } from "./ids";
import { lockPeriodsOf, mustBeFree } from "./period-days";
import { notAllowed, notFound } from "./refusals";

export type PeriodState = "open" | "settling" | "settled" | "approved" | "paid";

/** A settlement period only moves forward. */
export const PERIOD_TRANSITIONS = defineTransitions({
  thing: "settlement period",
  initial: "open",
  terminal: ["paid"],
  next: { open: ["settling"], settling: ["settled"], settled: ["approved"], approved: ["paid"], paid: [] },
});

export interface PeriodRow {
  id: string;
  cooperative_id: string;
  from_date: string;
  to_date: string;
  time_zone: string;
  state: PeriodState;
  opened_by: string;
  requested_by: string | null;
  requested_at: Date | null;
  settled_at: Date | null;
  approved_by: string | null;
  approved_at: Date | null;
  paid_at: Date | null;
  /** Opened, and asked for when it is over, by the schedule. */
  by_schedule: boolean;
  created_at: Date;
}

/** Dates as text: a driver that makes them a local midnight moves them by a day. */
export const PERIOD_COLUMNS = `id, cooperative_id, from_date::text as from_date, to_date::text as to_date, time_zone, state, opened_by,
  requested_by, requested_at, settled_at, approved_by, approved_at, paid_at, by_schedule, created_at`;

/** A period longer than this is a typing mistake. */
const MAX_DAYS = 400;

export interface OpenPeriodInput {
  cooperative_id: string;
  /** First and last day, ISO dates; both belong to the period. */
  from: string;
  to: string;
  /** Where a day ends; the cooperative's own. */
  time_zone?: string;
  person: string;
}

/** Opens a period of a cooperative. Days that belong to another one are refused. */
export async function openPeriod(tx: Transaction, input: OpenPeriodInput): Promise<PeriodRow> {
  const from = dayNumber(input.from);
  const to = dayNumber(input.to);
  if (from === null || to === null)
    throw notAllowed("invalid_date", "A period has a first and a last day, such as 2026-11-01.");
  if (to < from || to - from > MAX_DAYS)
    throw notAllowed("invalid_period", `A period ends on or after its first day, within ${MAX_DAYS} days.`);
  await lockPeriodsOf(tx, input.cooperative_id);
  await mustBeFree(tx, input);
  const period = await row<PeriodRow>(
    tx,
    `insert into settlement_period (id, cooperative_id, from_date, to_date, time_zone, opened_by)
     values (?, ?, ?, ?, ?, ?) returning ${PERIOD_COLUMNS}`,
    [newId("period"), input.cooperative_id, input.from, input.to, input.time_zone ?? "Asia/Shanghai", input.person],
  );
  if (!period) throw new Error("a period that was inserted gave no row");
  return period;
}

/** The period, when it is this cooperative's; another's is not there. */
export async function periodOf(sql: Sql, period_id: string, cooperative_id?: string): Promise<PeriodRow> {
  const period = await row<PeriodRow>(sql, `select ${PERIOD_COLUMNS} from settlement_period where id = ?`, [period_id]);
  if (!period || (cooperative_id !== undefined && period.cooperative_id !== cooperative_id))
    throw notFound("settlement period");
  return period;
}

export async function lockPeriod(tx: Transaction, period_id: string, cooperative_id?: string): Promise<PeriodRow> {
  const period = await row<PeriodRow>(tx, `select ${PERIOD_COLUMNS} from settlement_period where id = ? for update`, [
    period_id,
  ]);
  if (!period || (cooperative_id !== undefined && period.cooperative_id !== cooperative_id))
    throw notFound("settlement period");
  return period;
}

/** Refuses a step the table of states does not know. */
export function mustMove(from: PeriodState, to: PeriodState): void {
  const allowed = assertTransition(PERIOD_TRANSITIONS, from, to);
  if (!allowed.ok) throw notAllowed("period_state", allowed.refusal.message);
}

/**
 * The maker: asks for the settlement of a period; the job does it. Asked again, nothing happens. Refused before its last day has come,
 * when the caller says what day it is there; what is divided later on that day comes with the next period.
 */
export async function requestSettlement(
  tx: Transaction,
  input: { period_id: string; cooperative_id?: string; person: string; now?: Date },
): Promise<PeriodRow> {
  const period = await lockPeriod(tx, input.period_id, input.cooperative_id);
  if (period.state === "settling" || period.state === "settled") return period;
  if (input.now && dayIn(period.time_zone, input.now) < period.to_date) {
    throw notAllowed(
      "period_not_ended",
      `This period goes on until ${period.to_date}: it is settled on that day or after it. Nothing was started.`,
    );
  }
  mustMove(period.state, "settling");
  await append(tx, { job: "settle", payload: { period_id: period.id }, dedup_key: period.id });
  const changed = await row<PeriodRow>(
    tx,
    `update settlement_period set state = 'settling', requested_by = ?, requested_at = now(), updated_at = now()
     where id = ? returning ${PERIOD_COLUMNS}`,
    [input.person, period.id],
  );
  if (!changed) throw new Error(`period ${period.id} vanished under its lock`);
  return changed;
}

/**
 * Moves an approved period to paid when none of its payouts is on its way any more. The caller holds no lock on it yet:
 * taken here, so that of two last payouts the second one sees the first.
 */
export async function closePeriodWhenPaid(tx: Transaction, period_id: string): Promise<void> {
  await tx.raw(`select 1 from settlement_period where id = ? for update`, [period_id]);
  await tx.raw(
    `update settlement_period set state = 'paid', paid_at = now(), updated_at = now()
     where id = ? and state = 'approved'
       and not exists (select 1 from payout where period_id = settlement_period.id and state in ('intended', 'unknown'))`,
    [period_id],
  );
}
