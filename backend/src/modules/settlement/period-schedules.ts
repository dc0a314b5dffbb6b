import {
  checkSchedule,
  ok,
  periodsToOpen,
  refuse,
  type Days,
  type PeriodSchedule,
  type Refusal,
  type Result,
  type Rhythm,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { dayIn } from "../../lib/today";
import { eachAlone } from "../../lib/each-alone";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { appendAll } from "../outbox/append";
import { newId } from "./ids";
import { lockPeriodsOf } from "./period-days";

export interface ScheduleRow {
  cooperative_id: string;
  version: number;
  /** `none`: switched off. */
  rhythm: Rhythm | "none";
  day: number;
  time_zone: string;
  since: string;
  set_by: string;
  set_at: Date;
}

const COLUMNS = `cooperative_id, version, rhythm, day, time_zone, since::text as since, set_by, set_at`;
/** Versions on a page. */
const SHOWN = 50;

/** Opens a cooperative's settlement periods and asks for their statements when they are over (docs/adr/0029). */
export class PeriodSchedules {
  constructor(private readonly sql: Knex) {}

  async of(cooperative_id: string): Promise<{ now: ScheduleRow | null; history: ScheduleRow[] }> {
    const history = await rows<ScheduleRow>(
      this.sql,
      `select ${COLUMNS} from settlement_schedule where cooperative_id = ? order by version desc limit ${SHOWN}`,
      [cooperative_id],
    );
    return { now: history[0] ?? null, history };
  }

  /** Sets another one, from today on. Periods that are open stay as they are. */
  set(input: {
    cooperative_id: string;
    rhythm: Rhythm | "none";
    day: number;
    tz: string;
    today: string;
    person: string;
  }): Promise<Result<ScheduleRow, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const { rhythm, day } = input;
      const checked = rhythm === "none" ? ok({ rhythm, day: 1 }) : checkSchedule({ rhythm, day });
      if (!checked.ok) return checked;
      await lockSchedule(tx, input.cooperative_id);
      const written = await row<ScheduleRow>(
        tx,
        `insert into settlement_schedule (cooperative_id, version, rhythm, day, time_zone, since, set_by)
         select ?, coalesce(max(version), 0) + 1, ?, ?::int, ?, ?::date, ? from settlement_schedule where cooperative_id = ?
         returning ${COLUMNS}`,
        [input.cooperative_id, rhythm, checked.value.day, input.tz, input.today, input.person, input.cooperative_id],
      );
      return written ? ok(written) : refuse("stale", "The schedule was not written. Try again.");
    });
  }

  /**
   * What is due at a moment, for every cooperative: periods that begin are opened, those that are over are asked for. Each cooperative
   * is one transaction under its lock, so that two schedulers at once, or the same one twice, do it once; one that fails harms no other.
   */
  async runDue(now: Date): Promise<{ opened: number; requested: number }> {
    const due = await rows<{ cooperative_id: string }>(
      this.sql,
      `select distinct cooperative_id from settlement_schedule order by cooperative_id`,
    );
    const done = { opened: 0, requested: 0 };
    await eachAlone(due, async ({ cooperative_id }) => {
      const one = await inTransaction(this.sql, (tx) => runOne_(tx, cooperative_id, now));
      done.opened += one.opened;
      done.requested += one.requested;
    });
    return done;
  }
}

async function lockSchedule(tx: Transaction, cooperative_id: string): Promise<void> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`settlement_schedule:${cooperative_id}`]);
}

async function runOne_(
  tx: Transaction,
  cooperative_id: string,
  now: Date,
): Promise<{ opened: number; requested: number }> {
  await lockSchedule(tx, cooperative_id);
  const schedule = await row<ScheduleRow>(
    tx,
    `select ${COLUMNS} from settlement_schedule where cooperative_id = ? order by version desc limit 1`,
    [cooperative_id],
  );
  if (!schedule) return { opened: 0, requested: 0 };
  const today = dayIn(schedule.time_zone, now);
  // Those of before close as well when the schedule is changed or switched off: they were promised.
  const requested = await requestEnded(tx, schedule, today);
  if (schedule.rhythm === "none") return { opened: 0, requested };
  const opened = await open(tx, schedule, { rhythm: schedule.rhythm, day: schedule.day }, today);
  // What was missed while nobody looked is over already.
  return { opened, requested: requested + (opened > 0 ? await requestEnded(tx, schedule, today) : 0) };
}

async function open(tx: Transaction, of: ScheduleRow, schedule: PeriodSchedule, today: string): Promise<number> {
  await lockPeriodsOf(tx, of.cooperative_id);
  const there = await rows<Days>(
    tx,
    `select from_date::text as "from", to_date::text as "to" from settlement_period where cooperative_id = ? and to_date >= ?::date`,
    [of.cooperative_id, of.since],
  );
  const missing = periodsToOpen(schedule, { since: of.since, today, there });
  await insertAll(
    tx,
    "settlement_period",
    [
      ["id", "text", () => newId("period")],
      ["cooperative_id", "text", () => of.cooperative_id],
      ["from_date", "date", (days) => days.from],
      ["to_date", "date", (days) => days.to],
      ["time_zone", "text", () => of.time_zone],
      ["opened_by", "text", () => of.set_by],
      ["by_schedule", "boolean", () => true],
    ],
    missing,
  );
  return missing.length;
}

/**
 * The maker is whoever set the schedule: the statements are made by their word, and a second person approves them. One day after
 * the last one, so that what was divided in its last hour is in it.
 */
async function requestEnded(tx: Transaction, schedule: ScheduleRow, today: string): Promise<number> {
  const ended = await rows<{ id: string }>(
    tx,
    `update settlement_period set state = 'settling', requested_by = ?, requested_at = now(), updated_at = now()
     where cooperative_id = ? and by_schedule and state = 'open' and to_date < ?::date returning id`,
    [schedule.set_by, schedule.cooperative_id, today],
  );
  await appendAll(
    tx,
    ended.map(({ id }) => ({ job: "settle" as const, payload: { period_id: id }, dedup_key: id })),
  );
  return ended.length;
}
