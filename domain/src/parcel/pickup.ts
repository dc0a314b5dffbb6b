import { dayNumber, isoDate, weekdayOf } from "../shared/dates";
import { ok, refuse, type Refusal, type Result } from "../shared/result";

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
  const isDay = (day: string): boolean => rule.days.some((weekday) => weekday === weekdayOf(day));
  const missed_today = isDay(today) && time >= rule.cutoff;
  let ahead = missed_today ? 1 : 0;
  while (!isDay(isoDate(first + ahead))) ahead += 1;
  return { day: isoDate(first + ahead), missed_today };
}

/** Further ahead nobody plans a courier, and carriers take no order. */
export const MAX_PICKUP_AHEAD_DAYS = 30;

/**
 * Whether a courier can still be ordered for a day. `today` and `time` ("15:59") are the cooperative's own. Refuses a day that is
 * none, one that is past or more than thirty days ahead, one on which the carrier does not come, and today from the very
 * minute of the cut-off; the sentence names the next day that goes.
 */
export function checkPickupDay(
  rule: PickupRule,
  day: string,
  today: string,
  time: string,
): Result<void, Refusal<"invalid_day" | "day_past" | "no_pickup_day" | "cutoff_passed">> {
  const wanted = dayNumber(day);
  const first = dayNumber(today)!;
  if (wanted === null || wanted > first + MAX_PICKUP_AHEAD_DAYS) {
    return refuse("invalid_day", `Name a day within ${MAX_PICKUP_AHEAD_DAYS} days. Nothing was ordered.`, "day");
  }
  const next = nextPickup(rule, today, time).day;
  if (wanted < first) return refuse("day_past", `This day is past. The carrier comes next on ${next}.`, "day");
  if (!rule.days.includes(weekdayOf(day)!)) {
    return refuse("no_pickup_day", `The carrier does not come on this day. It comes next on ${next}.`, "day");
  }
  if (wanted === first && time >= rule.cutoff) {
    return refuse(
      "cutoff_passed",
      `It is past ${rule.cutoff}, the carrier's cut-off. It comes next on ${next}.`,
      "day",
    );
  }
  return ok(undefined);
}
