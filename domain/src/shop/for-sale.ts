/**
 * Whether a buyer can have anything of a pool: its free units fill at least one of the packs it is sold in. A remainder below the
 * smallest pack is nothing to buy. Units are the pool's own, grams or pieces.
 */
export function isForSale(free_units: number, pack_units: readonly number[]): boolean {
  return pack_units.some((units) => units > 0 && units <= free_units);
}
