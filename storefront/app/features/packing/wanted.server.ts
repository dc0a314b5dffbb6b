import { daysUntilWanted, leavesEarly } from "@commonlot/domain";
import { today } from "../../lib/today.server";

export interface Early {
  /** The first day that is still far off. */
  readonly day: string;
  readonly days: number;
  readonly parcels: number;
}

/** Of parcels that could be handed over now, those wanted only days later; null: none of them. */
export function earlyOf(
  all: readonly { readonly wanted_on: string | null; readonly parcels: number }[],
  now: string = today(),
): Early | null {
  const early = all.filter((one) => leavesEarly(one.wanted_on, now));
  const [day] = early.flatMap((one) => (one.wanted_on === null ? [] : [one.wanted_on])).sort();
  if (day === undefined) return null;
  return { day, days: daysUntilWanted(day, now) ?? 0, parcels: early.reduce((sum, one) => sum + one.parcels, 0) };
}
