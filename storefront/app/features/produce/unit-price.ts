import type { Both } from "../../lib/path";

export type Unit = "g" | "piece";

/** A pack of one sellable size. */
export interface Pack {
  readonly variant_id: string;
  readonly title: Both;
  /** Grams or pieces in one pack. */
  readonly units: number;
  /** What the goods weigh, also where they are counted: packing is paid by the kilo. */
  readonly grams: number;
  readonly price_minor: number;
  /** Of the price, what goes to the tax office. */
  readonly tax_minor: number;
  readonly currency: string;
}

/** Price of `per` base units, rounded half up to whole minor units: (12900, 2500, 500) -> 2580. */
export function unitPrice(price_minor: number, units: number, per: number): number {
  // Doubled whole numbers, so that the half is exact: floor((2 * a + b) / 2b) is a / b, halves up.
  const numerator = 2n * BigInt(price_minor) * BigInt(per) + BigInt(units);
  return Number(numerator / (2n * BigInt(units)));
}

export const GRAMS_PER_KG = 1000;
export const GRAMS_PER_JIN = 500;

/** The pack with the lowest price per unit: what "from" beside a picture means. */
export function cheapest(packs: readonly Pack[]): Pack | undefined {
  return packs.reduce<Pack | undefined>(
    (best, pack) => (best === undefined || pack.price_minor * best.units < best.price_minor * pack.units ? pack : best),
    undefined,
  );
}
