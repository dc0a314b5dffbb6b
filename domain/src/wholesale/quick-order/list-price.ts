import { dayNumber } from "../../shared/dates";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { decidePackPrice, type PackPriceRefusal } from "./pack-price";
import type { PackPrice } from "./price-ladder";
import type { VolumeStep } from "./volume-steps";

/** What a price list says of one pack; what it leaves open is as for all companies. */
export interface ListedPrice {
  /** Null: the minimum for all companies holds. */
  readonly minimum_packs: number | null;
  /** Empty: the ladder for all companies holds, and without one the price of the shop. */
  readonly steps: readonly VolumeStep[];
}

/** Whether a price list may say this of a pack: what it says is held to the same rules as a price for all companies; it may say nothing. */
export function decideListedPrice(listed: ListedPrice): Result<ListedPrice, PackPriceRefusal> {
  const decided = decidePackPrice({ minimum_packs: listed.minimum_packs ?? 1, steps: listed.steps });
  return decided.ok ? ok(listed) : decided;
}

export const saysNothing = (listed: ListedPrice): boolean => listed.minimum_packs === null && listed.steps.length === 0;

/**
 * What a company pays by: of its list what that says, the rest as for all companies; null when neither says anything. Where the minimum of
 * one passes over steps of the other, those are left out, so that a ladder shows only what can be reached; what any number of packs from the
 * minimum on costs is the same.
 */
export function priceInList(listed: ListedPrice | null, all: PackPrice | null): PackPrice | null {
  if (listed === null || saysNothing(listed)) return all;
  const minimum_packs = listed.minimum_packs ?? all?.minimum_packs ?? 1;
  const steps = listed.steps.length > 0 ? listed.steps : (all?.steps ?? []);
  return { minimum_packs, steps: reachable(steps, minimum_packs) };
}

function reachable(steps: readonly VolumeStep[], minimum_packs: number): VolumeStep[] {
  const passed = steps.filter((step) => step.from <= minimum_packs).at(-1);
  const later = steps.filter((step) => step.from > minimum_packs);
  return passed ? [{ ...passed, from: 0 }, ...later] : later;
}

/** Days on which a company is in a list; both count, null is open. */
export interface ListPeriod {
  readonly from_day: string | null;
  readonly to_day: string | null;
}

/** Whether a company may be in a list from and to these days. Refuses what is no day, and an end before the beginning or before today. */
export function decideListPeriod(
  { from_day, to_day }: ListPeriod,
  today: string,
): Result<void, Refusal<"invalid_day" | "period_backwards" | "day_past">> {
  for (const [field, day] of [
    ["from_day", from_day],
    ["to_day", to_day],
  ] as const)
    if (day !== null && dayNumber(day) === null) return refuse("invalid_day", "Give the day as 2026-12-01.", field);
  if (to_day === null) return ok(undefined);
  if (from_day !== null && to_day < from_day)
    return refuse("period_backwards", "The last day is before the first one. Nothing was changed.", "to_day");
  if (to_day < today)
    return refuse("day_past", "This day is past. Give today or a later one; nothing was changed.", "to_day");
  return ok(undefined);
}
