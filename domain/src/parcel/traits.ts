import type { RateCard } from "./rate-card";

/** What cards charge for besides weight, volume and value: a parcel is fragile, or cold, when anything in it is. */
export interface Traits {
  readonly fragile: boolean;
  readonly cold: boolean;
}

export const NO_TRAITS: Traits = { fragile: false, cold: false };

/** What all of these together are. */
export function traitsOf(all: readonly Traits[]): Traits {
  return { fragile: all.some((one) => one.fragile), cold: all.some((one) => one.cold) };
}

/** Which of them some card charges for; the others change no price, and baskets that differ only in them are equal. */
export function chargedTraits(cards: readonly RateCard[]): Traits {
  const codes = new Set(cards.flatMap((card) => (card.surcharges ?? []).map((surcharge) => surcharge.code)));
  return { fragile: codes.has("fragile"), cold: codes.has("cold") };
}

/** Traits as a number of which each bit is one of them: `a` has all that `b` has when `(b & ~a) === 0`. */
export function sortOf({ fragile, cold }: Traits): number {
  return (fragile ? 1 : 0) | (cold ? 2 : 0);
}

export function traitsOfSort(sort: number): Traits {
  return { fragile: (sort & 1) !== 0, cold: (sort & 2) !== 0 };
}

/** Every sort that a parcel of such goods may be of: theirs, and those that they make together; ascending. */
export function sortsOfParcels(sorts: Iterable<number>): number[] {
  const found = new Set<number>();
  for (const sort of sorts) {
    for (const known of [...found]) found.add(known | sort);
    found.add(sort);
  }
  return [...found].sort((a, b) => a - b);
}
