import { dayNumber } from "../shared/dates";

// When a village picks a produce, and until when what it picked counts as in season. Days of the year without a year:
// "09-01". A window may run over New Year.

/** First and last day of picking, as "MM-DD". The same day twice is one day; from after to runs over New Year. */
export interface SeasonWindow {
  readonly from: string;
  readonly to: string;
}

/** What was picked this long ago is still this season's: dried nuts and new rice keep about a quarter of a year as new. */
export const FRESH_DAYS = 90;

/** Days of the year that are counted: a leap day is one of them, so that "03-01" is always the same number. */
const YEAR_DAYS = 366;
/** A window this long is the whole year: eggs have no season. */
export const ALL_YEAR_DAYS = 360;
const DAYS_PER_WEEK = 7;
/** Weeks of such a year; the last has two days. */
export const YEAR_WEEKS = Math.ceil(YEAR_DAYS / DAYS_PER_WEEK);

/**
 * The day of the year, 0 to 365, of "MM-DD" or of the end of an ISO date; null for what is no day.
 * Counted in a leap year, whatever the year.
 */
export function dayOfYear(day: string): number | null {
  const number = dayNumber(`2000-${day.slice(-5)}`);
  const first = dayNumber("2000-01-01");
  return number === null || first === null ? null : number - first;
}

/** Whether the window is the whole year. */
export function isAllYear(window: SeasonWindow): boolean {
  return seasonDays(window) >= ALL_YEAR_DAYS;
}

/** Whether goods of this window are in season on that ISO day: being picked, or picked at most FRESH_DAYS ago. */
export function inSeason(window: SeasonWindow, today: string): boolean {
  const now = dayOfYear(today);
  const from = dayOfYear(window.from);
  if (now === null || from === null) return false;
  return ahead(from, now) < Math.min(YEAR_DAYS, seasonDays(window) + FRESH_DAYS);
}

/**
 * Days until picking begins the next time: 0 on its first day and while it is under way; null for all-year goods and for
 * what is no window.
 */
export function daysToHarvest(window: SeasonWindow, today: string): number | null {
  const now = dayOfYear(today);
  const from = dayOfYear(window.from);
  if (now === null || from === null || isAllYear(window)) return null;
  if (ahead(from, now) < seasonDays(window)) return 0;
  // Days of the calendar: between now and then there may be a leap day, or none.
  const day = dayNumber(today);
  const begins = [0, 1].map((later) => dayIn(Number(today.slice(0, 4)) + later, window.from.slice(-5)));
  const next = begins.find((one) => one !== null && day !== null && one >= day);
  return day === null || next === undefined || next === null ? null : next - day;
}

/** The day number of "MM-DD" in a year; the leap day is the first of March where there is none. */
function dayIn(year: number, day: string): number | null {
  return dayNumber(`${year}-${day}`) ?? dayNumber(`${year}-03-01`);
}

/** The weeks of the year, 0 to 52, in which goods of these windows are in season: what a search can be narrowed by. */
export function weeksInSeason(windows: readonly SeasonWindow[]): number[] {
  const weeks = new Set<number>();
  for (const window of windows) {
    const from = dayOfYear(window.from);
    if (from === null) continue;
    const days = Math.min(YEAR_DAYS, seasonDays(window) + FRESH_DAYS);
    for (let day = 0; day < days; day++) weeks.add(Math.floor(((from + day) % YEAR_DAYS) / DAYS_PER_WEEK));
  }
  return [...weeks].sort((a, b) => a - b);
}

/** The week of the year, 0 to 52, of an ISO day; 0 for what is no day. */
export function weekOfYear(today: string): number {
  return Math.floor((dayOfYear(today) ?? 0) / DAYS_PER_WEEK);
}

/**
 * The name of the season that an ISO day belongs to, for goods that are sent in this window: the year of its last day. What is ordered ahead
 * of a season belongs to it; what is left of one, for as long as it is fresh, to the one that was, up to the middle between the two. Goods
 * of the whole year, or of no window, have a season each month: "2026-11".
 */
export function seasonName(sent: SeasonWindow | null, today: string): string {
  const now = dayOfYear(today);
  const to = sent === null ? null : dayOfYear(sent.to);
  if (sent === null || now === null || to === null || isAllYear(sent)) return today.slice(0, 7);
  const year = Number(today.slice(0, 4));
  const left = Math.min(FRESH_DAYS, Math.floor((YEAR_DAYS - seasonDays(sent)) / 2));
  if (ahead(to, now) <= left) return String(now >= to ? year : year - 1);
  return String(now <= to ? year : year + 1);
}

/** Days of picking, both ends counted; 0 for what is no window. */
export function seasonDays(window: SeasonWindow): number {
  const from = dayOfYear(window.from);
  const to = dayOfYear(window.to);
  return from === null || to === null ? 0 : ahead(from, to) + 1;
}

const ahead = (from: number, to: number): number => (to - from + YEAR_DAYS) % YEAR_DAYS;
