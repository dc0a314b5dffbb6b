// Calendar days as ISO text ("2026-12-01"). No clock here: "today" always comes in as an argument, in the
// cooperative's own time zone.

const MS_PER_DAY = 86_400_000;

/** Days since 1970-01-01 of an ISO date, or null when it is not a real calendar day. */
export function dayNumber(iso_date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso_date)) return null;
  const day = Date.parse(`${iso_date}T00:00:00Z`) / MS_PER_DAY;
  return Number.isInteger(day) && isoDate(day) === iso_date ? day : null;
}

/** The ISO date of a day number. */
export function isoDate(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The ISO date that many days later (or earlier); 1970's for what is no day. */
export function addDays(iso_date: string, days: number): string {
  return isoDate((dayNumber(iso_date) ?? 0) + days);
}

/** 1 January 1970 was a Thursday. */
const EPOCH_WEEKDAY = 4;

/** The day of the week of an ISO day: 1 is Monday, 7 Sunday; null for what is no day. */
export function weekdayOf(day: string): number | null {
  const number = dayNumber(day);
  return number === null ? null : ((((number + EPOCH_WEEKDAY - 1) % 7) + 7) % 7) + 1;
}
