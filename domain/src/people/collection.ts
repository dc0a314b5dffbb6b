import { dayNumber, isoDate, weekdayOf } from "../shared/dates";

/** One weekly time at which a cooperative takes goods in. `weekday`: 1 is Monday, 7 Sunday; times of the place, "08:00". */
export interface CollectionTime {
  readonly weekday: number;
  readonly from: string;
  readonly to: string;
}

/**
 * The next time goods are taken in, today's while it is not over. `today` and `now` ("14:05") are those of the place. Null when
 * the week has none.
 */
export function nextCollection(
  times: readonly CollectionTime[],
  today: string,
  now: string,
): { day: string; from: string; to: string } | null {
  const first = dayNumber(today);
  if (first === null) return null;
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = isoDate(first + ahead);
    const open = times
      .filter((time) => time.weekday === weekdayOf(day) && (ahead > 0 || time.to > now))
      .sort((a, b) => (a.from < b.from ? -1 : 1))[0];
    if (open) return { day, from: open.from, to: open.to };
  }
  return null;
}
