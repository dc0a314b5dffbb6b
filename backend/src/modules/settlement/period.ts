import { addDays, assertTransition, dayNumber, defineTransitions, periodText, type WhyText } from "@commonlot/domain";
import { row, type Sql, type Transaction } from "../../lib/sql";
import { dayIn, HOME_TZ } from "../../lib/today";
import { append } from "../outbox/append";
import { newId } from "./ids";
import { lockPeriodsOf, mustBeFree } from "./period-days";
import { notAllowed, notFound, saidBoth, type RefusalError } from "./refusals";

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
    [newId("period"), input.cooperative_id, input.from, input.to, input.time_zone ?? HOME_TZ, input.person],
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
  if (!assertTransition(PERIOD_TRANSITIONS, from, to).ok) throw saidBoth("period_state", STANDS[from]);
}

/** Where a period stands, for whoever wants of it what is done already, or not yet due. */
const STANDS: Readonly<Record<PeriodState, WhyText>> = {
  open: {
    en: "Nobody has asked for the settlement of this period yet. Nothing was changed.",
    zh: "这一期还没有人申请结算。什么都没有改。",
  },
  settling: {
    en: "The statements of this period are being made. Nothing was changed; look again in a moment.",
    zh: "这一期的结算单正在做。什么都没有改，请过一会儿再看。",
  },
  settled: {
    en: "This period is settled already and waits to be approved. Nothing was changed.",
    zh: "这一期已经结算，在等批准。什么都没有改。",
  },
  approved: {
    en: "This period is approved already, and its payouts are on their way. Nothing was changed, and nothing is paid twice.",
    zh: "这一期已经批准，正在付款。什么都没有改，也不会付两次。",
  },
  paid: {
    en: "This period is approved and paid already. Nothing was changed, and nothing is paid twice.",
    zh: "这一期已经批准并付清。什么都没有改，也不会付两次。",
  },
};

export interface RequestSettlementInput {
  period_id: string;
  cooperative_id?: string;
  person: string;
  /** By this clock the period is over or not; without one nobody asks (a settlement of a test, or of the bench). */
  now?: Date;
  /** The maker knows that the last day goes on, and settles up to now: what is divided later on it comes with the next period. */
  last_day_goes_on?: boolean | undefined;
}

/** Where a period stands by its own clock: its last day ends at the cooperative's midnight. */
export function periodStage(
  period: Pick<PeriodRow, "time_zone" | "to_date">,
  now: Date,
): "going_on" | "last_day" | "over" {
  const today = dayIn(period.time_zone, now);
  if (today > period.to_date) return "over";
  return today === period.to_date ? "last_day" : "going_on";
}

/**
 * The maker: asks for the settlement of a period; the job does it. Asked again, nothing happens. A period that is not over is refused;
 * on its last day the maker may say that it is to be settled all the same, up to now.
 */
export async function requestSettlement(tx: Transaction, input: RequestSettlementInput): Promise<PeriodRow> {
  const period = await lockPeriod(tx, input.period_id, input.cooperative_id);
  if (period.state === "settling" || period.state === "settled") return period;
  mustMove(period.state, "settling");
  const stage = input.now ? periodStage(period, input.now) : "over";
  if (stage === "going_on" || (stage === "last_day" && input.last_day_goes_on !== true)) throw notEnded(period, stage);
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

function notEnded({ to_date }: PeriodRow, stage: "going_on" | "last_day"): RefusalError {
  const after = addDays(to_date, 1);
  const [last, first] = [periodText(to_date, to_date), periodText(after, after)];
  if (stage === "going_on") {
    return saidBoth("period_not_ended", {
      en: `This period goes on until the end of ${last.en}: it is settled from ${first.en} on. Nothing was started.`,
      zh: `这一期要到${last.zh}过完才结束，从${first.zh}起可以结算。什么都没有开始。`,
    });
  }
  return saidBoth("period_not_ended", {
    en: `Today, ${last.en}, is the last day of this period and is not over. Settle it from tomorrow on, or say that it is to be settled up to now: what is divided later today then comes with the next period. Nothing was started.`,
    zh: `今天（${last.zh}）是这一期的最后一天，还没有过完。请明天起再结算；或者写明现在就结到此刻，今天晚些时候分的账进下一期。什么都没有开始。`,
  });
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
