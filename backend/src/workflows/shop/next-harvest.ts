import type { MedusaContainer } from "@medusajs/framework/types";
import { addDays, daysToHarvest } from "@commonlot/domain";
import { todayOf } from "../../lib/today";
import type VillageService from "../../modules/village/service";

/** What a list knows of goods: where they grow, and whether any are left. */
interface Listed {
  id: string;
  in_stock: boolean;
  produce: string | null;
  village: { handle: string } | null;
}

/** Of goods of which nothing is left, by id, the day on which they are picked again. Those that are picked now or have no season are missing. */
export async function nextHarvests(
  container: MedusaContainer,
  products: readonly Listed[],
): Promise<Map<string, string>> {
  const villages: VillageService = container.resolve("village");
  const gone = products.filter((product) => !product.in_stock);
  const handles = [...new Set(gone.flatMap((product) => product.village?.handle ?? []))];
  const seasons = handles.length === 0 ? [] : await villages.seasons.ofHandles(handles);
  const today = todayOf();
  return new Map(
    gone.flatMap((product): [string, string][] => {
      const season = seasons.find((one) => one.handle === product.village?.handle && one.produce === product.produce);
      const days = season ? daysToHarvest({ from: season.picked_from, to: season.picked_to }, today) : null;
      return days === null || days === 0 ? [] : [[product.id, addDays(today, days)]];
    }),
  );
}
