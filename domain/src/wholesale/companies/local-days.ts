import { addDays, dayNumber, weekdayOf } from "../../shared/dates";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";

const MS_PER_HOUR = 3_600_000;
/** No place was ever further from UTC than this, Manila's 15:56 of before 1844 included. */
const FURTHEST_MS = 16 * MS_PER_HOUR;

export type TimeZoneRefusal = Refusal<"unknown_time_zone">;

/** An IANA time zone that this machine knows ("Asia/Shanghai"), as it was given. */
export function checkTimeZone(zone: string): Result<string, TimeZoneRefusal> {
  try {
    formatter(zone);
    return ok(zone);
  } catch {
    return refuse("unknown_time_zone", `"${zone.slice(0, 60)}" is no time zone we know, such as Asia/Shanghai.`, "tz");
  }
}

/** The calendar day at a place, ISO. Throws on a zone that `checkTimeZone` refuses. */
export function localDay(zone: string, at: Date): string {
  return formatter(zone).format(at);
}

/**
 * The first moment of a calendar day at a place. Where clocks jump over midnight it is the first moment after the jump, and a day that
 * a place left out altogether (Samoa, 30 December 2011) begins when the next one does. Throws on what is no day.
 */
export function startOfDay(zone: string, day: string): Date {
  const number = dayNumber(day);
  if (number === null) throw new RangeError(`not a day: ${day}`);
  const days = formatter(zone);
  // `before` is always an earlier day there, `from` never is.
  let before = number * 24 * MS_PER_HOUR - FURTHEST_MS;
  let from = number * 24 * MS_PER_HOUR + FURTHEST_MS;
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (days.format(new Date(middle)) < day) before = middle;
    else from = middle;
  }
  return new Date(from);
}

/** How long a spending limit counts: calendar days, weeks (from Monday) or months, never "the last 30 days". */
export const WINDOW_KINDS = ["day", "week", "month"] as const;
export type WindowKind = (typeof WINDOW_KINDS)[number];

export interface CalendarWindow {
  /** First and last day, ISO; both belong to it. */
  readonly first_day: string;
  readonly last_day: string;
  /** From this moment on, and before `to`. */
  readonly from: Date;
  readonly to: Date;
}

/**
 * The calendar window that a moment falls into at a place. Windows of a kind follow each other without a gap or a shared moment, also
 * over days of 23 and 25 hours. Refuses a time zone that is not known.
 */
export function calendarWindow(kind: WindowKind, zone: string, at: Date): Result<CalendarWindow, TimeZoneRefusal> {
  const known = checkTimeZone(zone);
  if (!known.ok) return known;
  const day = localDay(zone, at);
  const [first_day, after] = daysOf(kind, day);
  return ok({
    first_day,
    last_day: addDays(after, -1),
    from: startOfDay(zone, first_day),
    to: startOfDay(zone, after),
  });
}

/** The first day of the window and the first one after it. */
function daysOf(kind: WindowKind, day: string): readonly [string, string] {
  if (kind === "day") return [day, addDays(day, 1)];
  if (kind === "week") {
    const monday = addDays(day, 1 - (weekdayOf(day) ?? 1));
    return [monday, addDays(monday, 7)];
  }
  const first = `${day.slice(0, 8)}01`;
  // No month has 32 days, so the 32nd is in the next.
  return [first, `${addDays(first, 31).slice(0, 8)}01`];
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** sv-SE writes dates as ISO days. Making one takes longer than using it a hundred times, so they are kept. */
function formatter(zone: string): Intl.DateTimeFormat {
  const kept = formatters.get(zone);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  formatters.set(zone, made);
  return made;
}
