import { isSpreadOffer, spreadOrder, type Spread, type SpreadOffer, type SpreadRefusal } from "./spread";
import type { Result } from "../../shared/result";

/** What a buyer would rather have when an order is spread: the least to pay, the shortest ways, or the fewest cooperatives to deal with. */
export const SPREAD_PREFERENCES = ["cheapest", "nearest", "fewest"] as const;
export type SpreadPreference = (typeof SPREAD_PREFERENCES)[number];

/**
 * `spreadOrder` by what the buyer would rather have. `nearest`: the least pack-kilometres, of equal ones the cheapest. `fewest`: from as few
 * cooperatives as can give it, of equally few the cheapest. What counts first is weighed above all money that the order could cost, so that no
 * price ever outweighs it; costs in the answer are the true ones. Refuses what `spreadOrder` refuses.
 */
export function spreadBy(
  prefer: SpreadPreference,
  packs: number,
  offers: readonly SpreadOffer[],
): Result<Spread, SpreadRefusal> {
  if (prefer === "cheapest" || !offers.every(isSpreadOffer)) return spreadOrder(packs, offers);
  const above = aboveAllMoney(packs, offers);
  const weighed = offers.map((one) =>
    prefer === "fewest"
      ? { ...one, stop_minor: one.stop_minor + above }
      : {
          ...one,
          carriage_minor_per_pack: one.carriage_minor_per_pack + above * BigInt(Math.round(one.distance_km)),
        },
  );
  const spread = spreadOrder(packs, weighed);
  if (!spread.ok) return spread;
  const true_of = new Map(offers.map((one) => [one.cooperative_id, one]));
  const takes = spread.value.takes.map(({ cooperative_id, packs: count }) => {
    const one = true_of.get(cooperative_id)!;
    return {
      cooperative_id,
      packs: count,
      goods_minor: one.price_minor_per_pack * BigInt(count),
      carriage_minor: one.carriage_minor_per_pack * BigInt(count) + one.stop_minor,
    };
  });
  const total_minor = takes.reduce((sum, one) => sum + one.goods_minor + one.carriage_minor, 0n);
  return { ok: true, value: { takes, total_minor, proven: spread.value.proven } };
}

/** More than any way to take so many packs could cost. */
function aboveAllMoney(packs: number, offers: readonly SpreadOffer[]): bigint {
  const count = BigInt(Number.isSafeInteger(packs) && packs > 0 ? packs : 0);
  return offers.reduce(
    (sum, one) => sum + one.stop_minor + count * (one.price_minor_per_pack + one.carriage_minor_per_pack),
    1n,
  );
}
