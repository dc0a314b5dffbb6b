import type { RateCardInput } from "./rate-card";

/** What one sender sends to an address: by which cards, and its heaviest pack, in grams as it is carried. */
export interface Sending {
  readonly cards: readonly Pick<RateCardInput, "zones" | "max_weight_g">[];
  readonly heaviest_g: number;
}

/**
 * Those of `places` (two-digit province codes, in their order) to which every sender has a card that goes there and takes its heaviest pack;
 * all of them where nothing is sent. Leaves out no place that a parcel could go to: a carton only adds weight. That a parcel does go there is
 * for its plan to say, which looks at cartons, volume and values too.
 */
export function reachedByAll(sendings: readonly Sending[], places: readonly string[]): string[] {
  const reached = sendings.map(
    ({ cards, heaviest_g }) =>
      new Set(
        cards
          .filter((card) => heaviest_g <= card.max_weight_g)
          .flatMap((card) => card.zones.flatMap((zone) => zone.provinces)),
      ),
  );
  return places.filter((place) => reached.every((provinces) => provinces.has(place)));
}
