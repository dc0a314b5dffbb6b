import type { MedusaContainer } from "@medusajs/framework/types";
import { addDays, weekOfYear } from "@commonlot/domain";
import { todayOf } from "../../lib/today";
import { produceWords } from "../../lib/words";
import type PoolService from "../../modules/pool/service";
import type VillageService from "../../modules/village/service";
import { withShut } from "../cycle/shut";
import { ask, countsOf, productsOf, soldIn, villagesOf } from "./cards";

const IN_SEASON = 8;
const FRESH = 4;
const NEAR = 6;
/** A village is near its harvest two months ahead: time enough to be looked forward to. */
const NEAR_DAYS = 60;
const VALUES = 100;

/** The first page, in one round of questions to the index. */
export async function readHome(container: MedusaContainer, channels: readonly string[]) {
  const villages: VillageService = container.resolve("village");
  const today = todayOf();
  const for_sale = { ...soldIn(channels), in_stock: true };
  const near = await villages.seasons.near({ today, within_days: NEAR_DAYS, limit: NEAR });
  const [regions, [season, fresh, all, harvest, places]] = await Promise.all([
    villages.regions(),
    ask(container, [
      {
        entity: "product",
        filters: { ...for_sale, weeks: String(weekOfYear(today)) },
        pagination: { take: IN_SEASON, order: { sold_g: "DESC", created_at: "DESC" } },
        search_options: { count: "none" },
      },
      {
        entity: "product",
        filters: for_sale,
        pagination: { take: IN_SEASON + FRESH, order: { created_at: "DESC" } },
        search_options: { count: "none" },
      },
      {
        entity: "product",
        filters: for_sale,
        pagination: { take: 0 },
        search_options: {
          facets: [
            { field: "produce", limit: VALUES },
            { field: "region", limit: VALUES },
          ],
        },
      },
      { entity: "village", filters: { id: near.map((one) => one.village_id) }, pagination: { take: NEAR } },
      { entity: "village", pagination: { take: 0 }, search_options: { facets: [{ field: "region", limit: VALUES }] } },
    ]),
  ]);
  const in_season = productsOf(season);
  const shown = new Set(in_season.map((product) => product.id));
  const products = countBy(countsOf(all, "region"));
  const counted = countBy(countsOf(places, "region"));
  const villageOf = new Map(villagesOf(harvest).map((village) => [village.id, village]));
  const newest = productsOf(fresh)
    .filter((product) => !shown.has(product.id))
    .slice(0, in_season.length === 0 ? IN_SEASON : FRESH);
  const tiles = await withShut(container, [...in_season, ...newest]);
  return {
    in_season: tiles.slice(0, in_season.length),
    fresh: tiles.slice(in_season.length),
    near_harvest: near.flatMap((one) => {
      const village = villageOf.get(one.village_id);
      return village
        ? [
            {
              village,
              produce: produceWords(one.produce),
              in_days: one.in_days,
              from: one.picked_from,
              to: one.picked_to,
            },
          ]
        : [];
    }),
    regions: regions
      .map((region) => ({
        handle: region.handle,
        name: { zh: region.name_zh, en: region.name_en },
        intro: { zh: region.intro_zh, en: region.intro_en },
        villages: counted.get(region.handle) ?? 0,
        products: products.get(region.handle) ?? 0,
      }))
      .filter((region) => region.villages > 0)
      .sort((a, b) => b.products - a.products),
    categories: countsOf(all, "produce").map(({ value, count }) => ({ value, count, name: produceWords(value) })),
    closed: (all?.metadata.count ?? 0) === 0 ? await whenItOpens(container, today, near[0]?.in_days) : null,
  };
}

/** Nothing to be had: the first day goods are promised for, or the next harvest begins. */
async function whenItOpens(container: MedusaContainer, today: string, in_days: number | undefined) {
  const pools: PoolService = container.resolve("pool");
  const promised = await pools.forecasts.nextDay(today);
  const harvest = in_days === undefined || in_days === 0 ? null : addDays(today, in_days);
  return { opens_on: [promised, harvest].filter((day) => day !== null).sort()[0] ?? null };
}

const countBy = (counts: readonly { value: string; count: number }[]) =>
  new Map(counts.map(({ value, count }) => [value, count]));
