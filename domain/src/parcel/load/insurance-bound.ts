import { mostValue, type Box } from "../pricing";
import type { Goods } from "./goods";

/**
 * What the insurance of all parcels is at the least, however goods are divided; 0 where some way insures nothing. A card takes
 * round(value * bp / 10,000), and no less than its minimum m, for a parcel of any value: so at least m * bp / (10,000 m + 4,999) of the
 * value. Up to (10,000 m + 4,999) / bp the minimum alone is as much; above, half a minor unit that is rounded off is no more than the
 * rest of it. All values together pay that part, rounded down, so that parts of a load add up. The least part of all cards counts.
 */
export function leastInsurance(boxes: readonly Box[], goods: readonly Goods[]): number {
  const value = goods.reduce((sum, item) => sum + BigInt(item.value_minor) * BigInt(item.count), 0n);
  let least: bigint | null = null;
  for (const { lane } of boxes) {
    if (lane?.card.declared === undefined) return 0;
    const { bp, minimum_minor } = lane.card.declared;
    if (mostValue(lane.card) === 0) continue;
    const whole = 10_000n * minimum_minor + 4_999n;
    const own = (value * minimum_minor * BigInt(bp)) / whole;
    if (least === null || own < least) least = own;
  }
  return Number(least ?? 0n);
}
