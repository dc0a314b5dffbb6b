import { dayNumber } from "../../shared/dates";
import { compareText } from "../../shared/order";

/** Goods handed over up to so many days before their day need no word: carriage takes days. */
export const EARLY_DAYS = 2;

/** Whole days from `today` until the day for which goods are wanted; negative once it is past. Both "2026-12-06"; null without a day. */
export function daysUntilWanted(wanted_on: string | null, today: string): number | null {
  const [day, now] = [wanted_on === null ? null : dayNumber(wanted_on), dayNumber(today)];
  return day === null || now === null ? null : day - now;
}

/** Whether goods that leave today leave so long before their day that whoever sends them is told. */
export function leavesEarly(wanted_on: string | null, today: string): boolean {
  return (daysUntilWanted(wanted_on, today) ?? 0) > EARLY_DAYS;
}

/** As people work: what may leave now, in the order in which it was given; then what would leave early, by its day. */
export function inWorkOrder<T extends { readonly wanted_on: string | null }>(all: readonly T[], today: string): T[] {
  const early = all.filter((one) => leavesEarly(one.wanted_on, today));
  early.sort((a, b) => compareText(a.wanted_on ?? "", b.wanted_on ?? ""));
  return [...all.filter((one) => !leavesEarly(one.wanted_on, today)), ...early];
}
