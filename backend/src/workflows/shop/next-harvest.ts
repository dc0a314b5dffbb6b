import type { MedusaContainer } from "@medusajs/framework/types";
import { addDays, daysToHarvest } from "@commonlot/domain";
import { todayOf } from "../../lib/today";
import type VillageService from "../../modules/village/service";

/** What a list knows of goods: where they grow, and whether any are left. */
interface Listed {
  in_stock: boolean;
  produce: string | null;
  village: { handle: string } | null;
}

/** Goods of which nothing is left with the day on which they are picked again; null for those there are, and those without a season. */
export async function withNextHarvest<P extends Listed>(
  container: MedusaContainer,
  products: readonly P[],
): Promise<(P & { picked_again: string | null })[]> {
  const villages: VillageService = container.resolve("village");
  const gone = products.flatMap((product) => (product.in_stock ? [] : (product.village?.handle ?? [])));
  const seasons = gone.length === 0 ? [] : await villages.seasons.ofHandles([...new Set(gone)]);
  const today = todayOf();
  return products.map((product) => {
    const season = product.in_stock
      ? undefined
      : seasons.find((one) => one.handle === product.village?.handle && one.produce === product.produce);
    const days = season ? daysToHarvest({ from: season.picked_from, to: season.picked_to }, today) : null;
    return { ...product, picked_again: days === null || days === 0 ? null : addDays(today, days) };
  });
}
