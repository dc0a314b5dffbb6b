import { dayNumber } from "../shared/dates";

/** From the day on which a claim was opened to the one on which it was answered, or today while it waits; both of them waited. */
export interface WaitedDays {
  readonly from: string;
  readonly to: string;
}

/**
 * How many of a buyer's days for reporting are used up on `today`: those after the parcel came, without those on which a claim of this parcel
 * waited for its answer, even for an hour. Of claims that waited on one day it is one day. Days are calendar days (YYYY-MM-DD) of one clock.
 *
 * Came on the 20th, 7 days to report: the 27th is the last. A claim opened on the 27th and refused on the 9th makes the 27th to the 9th stand
 * still: on the 9th six days are used, and the 10th is the last.
 */
export function reportDaysUsed(delivered_on: string, today: string, waited: readonly WaitedDays[]): number {
  const [came, now] = [dayNumber(delivered_on) ?? 0, dayNumber(today) ?? 0];
  const spans = waited
    .map(({ from, to }) => [Math.max(dayNumber(from) ?? 0, came + 1), Math.min(dayNumber(to) ?? 0, now)] as const)
    .filter(([from, to]) => from <= to)
    .sort(([a], [b]) => a - b);
  let still = 0;
  let counted = came;
  for (const [from, to] of spans) {
    still += Math.max(0, to - Math.max(from - 1, counted));
    counted = Math.max(counted, to);
  }
  return now - came - still;
}
