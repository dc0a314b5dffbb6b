import { addDays, dayNumber } from "../../shared/dates";

// A bulk buyer looks at goods that came (docs: adr, wholesale).

/** Days for it, unless the quote or agreement says otherwise. */
export const DEFAULT_INSPECTION_DAYS = 3;
export const MAX_INSPECTION_DAYS = 30;

/** The last day on which a delivery may be claimed, ISO: so many days after the day it came. Throws on what is no day. */
export function inspectBy(delivered_on: string, days: number): string {
  if (dayNumber(delivered_on) === null) throw new RangeError(`not a day: ${delivered_on}`);
  return addDays(delivered_on, days);
}
