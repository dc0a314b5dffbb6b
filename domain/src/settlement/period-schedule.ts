import { z } from "zod";
import { addDays, dayNumber, isoDate, weekdayOf } from "../shared/dates";
import { parseInput } from "../shared/parse";
import { refuse, type Refusal, type Result } from "../shared/result";

/** How often a cooperative settles. */
export const RHYTHMS = ["monthly", "half_monthly", "weekly"] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** Every month has these days. */
const LAST_MONTH_DAY = 28;
/** The second half begins so many days after the first; both halves begin within 28 days. */
const HALF_DAYS = 15;
const LAST_HALF_DAY = LAST_MONTH_DAY - HALF_DAYS;
const WEEK_DAYS = 7;

export const periodScheduleSchema = z.strictObject({
  rhythm: z.enum(RHYTHMS),
  /** On which day a period begins: of the month (1-28; for halves 1-13, and 15 days after it), of the week (1 is Monday). */
  day: z.int().min(1).max(LAST_MONTH_DAY),
});
export type PeriodSchedule = z.infer<typeof periodScheduleSchema>;

export function checkSchedule(input: PeriodSchedule): Result<PeriodSchedule, Refusal<"invalid_input" | "invalid_day">> {
  const parsed = parseInput(periodScheduleSchema, input);
  if (!parsed.ok) return parsed;
  const most = { monthly: LAST_MONTH_DAY, half_monthly: LAST_HALF_DAY, weekly: WEEK_DAYS }[input.rhythm];
  if (input.day > most)
    return refuse("invalid_day", `For this rhythm the day is a number between 1 and ${most}.`, "day");
  return parsed;
}

/** First and last day, ISO; both belong to the period. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/**
 * The periods of a schedule whose days touch [from, to], in order. They follow each other without a gap or a shared day.
 * Throws on days that are none.
 */
export function scheduledPeriods(schedule: PeriodSchedule, from: string, to: string): Days[] {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (first === null || last === null) throw new RangeError(`not days: ${from}, ${to}`);
  const found: Days[] = [];
  let start = first;
  while (!begins(schedule, start)) start -= 1;
  while (start <= last) {
    let next = start + 1;
    while (!begins(schedule, next)) next += 1;
    found.push({ from: isoDate(start), to: isoDate(next - 1) });
    start = next;
  }
  return found;
}

function begins({ rhythm, day }: PeriodSchedule, number: number): boolean {
  const iso = isoDate(number);
  if (rhythm === "weekly") return weekdayOf(iso) === day;
  const of_month = Number(iso.slice(8));
  return of_month === day || (rhythm === "half_monthly" && of_month === day + HALF_DAYS);
}

/**
 * What a schedule still has to open: its periods from the day it counts up to today, each without the days that a period already
 * has, whoever opened that one; what nothing is left of is left out.
 */
export function periodsToOpen(
  schedule: PeriodSchedule,
  input: { readonly since: string; readonly today: string; readonly there: readonly Days[] },
): Days[] {
  return scheduledPeriods(schedule, input.since, input.today).flatMap((period): Days[] => {
    const begin = period.from < input.since ? input.since : period.from;
    // Cut from the front: what a period of before covers up to some day belongs to it.
    const from = [...input.there]
      .sort((a, b) => (a.from < b.from ? -1 : 1))
      .reduce((day, one) => (one.from <= day && day <= one.to ? addDays(one.to, 1) : day), begin);
    if (from > period.to) return [];
    const later = input.there.map((one) => one.from).filter((day) => day > from && day <= period.to);
    const to = later.length === 0 ? period.to : addDays([...later].sort()[0]!, -1);
    return [{ from, to }];
  });
}
