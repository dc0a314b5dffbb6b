import { dayNumber, isoDate, weekdayOf } from "../shared/dates";

/** When a carrier comes: what is handed in before the cut-off of a pick-up day goes that day. */
export interface PickupRule {
  /** "16:00", in the time of the cooperative. */
  readonly cutoff: string;
  /** ISO weekdays, 1 Monday to 7 Sunday; never empty. */
  readonly days: readonly number[];
}

export interface Pickup {
  /** "2026-11-26". */
  readonly day: string;
  /** Today is a pick-up day whose cut-off has passed. */
  readonly missed_today: boolean;
}

/**
 * The day on which goods that are ready now are fetched. `today` and `time` ("15:59") are the cooperative's own. At the
 * very minute of the cut-off it is too late. Throws on a rule without days.
 */
export function nextPickup(rule: PickupRule, today: string, time: string): Pickup {
  if (rule.days.length === 0) throw new RangeError("a pick-up rule has at least one day");
  const first = dayNumber(today)!;
  const isDay = (day: string): boolean => rule.days.includes(weekdayOf(day) ?? 0);
  const missed_today = isDay(today) && time >= rule.cutoff;
  let ahead = missed_today ? 1 : 0;
  while (!isDay(isoDate(first + ahead))) ahead += 1;
  return { day: isoDate(first + ahead), missed_today };
}
