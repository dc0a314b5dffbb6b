import type { MedusaContainer } from "@medusajs/framework/types";
import { isWithheld, type VillagePage } from "@commonlot/domain";
import { todayOf } from "../../../lib/today";
import { produceWords } from "../../../lib/words";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import type { Certificate } from "../../../modules/village/certificates";
import type VillageService from "../../../modules/village/service";
import type { RegionRow, VillageRow } from "../../../modules/village/types";
import type { ShopPicture } from "../../../modules/shop/pictures";
import type ShopService from "../../../modules/shop/service";
import { groupBy } from "../../../lib/group-by";
import { withShut } from "../../../workflows/cycle/shut";
import { papersOfCertificates } from "../../../workflows/shop/certificate-papers";
import { NOTICES, THANKS, VILLAGES, withHiddenNames } from "../../../workflows/shop/hidden-names";
import { pictureFields } from "../../../workflows/shop/show-pictures";
import { noticeFields, NOTICES_SHOWN } from "../../../workflows/shop/village-notices";
import { MAX_NAMES } from "../../../workflows/shop/village-page";
import { thanksFields } from "../../../workflows/village/thanks";
import { productsOfVillages, type PooledProduct, type ShopProduct } from "./products";

/** Thanks on a page: the newest few. */
const THANKS_SHOWN = 6;

/** What settlement can tell of earnings; asked for when it is there. */
interface Earnings {
  earnedByHouseholds?(household_ids: readonly string[], since: Date): Promise<Map<string, bigint>>;
}

interface Facts {
  villages: VillageRow[];
  regions: Map<string, RegionRow>;
  households: Map<string, number>;
  products: Map<string, PooledProduct[]>;
  pictures: Map<string, ShopPicture[]>;
}

/** All villages as cards: one query per fact, however many villages there are. */
export async function loadVillages(container: MedusaContainer) {
  const service: VillageService = container.resolve("village");
  const facts = await gather(container, await service.villages());
  return facts.villages.map((village) => villageCard(village, facts));
}

/** One village with its cooperatives, products and figures; undefined when there is none of that handle. `draft`: as it would be with these texts. */
export async function loadVillage(container: MedusaContainer, handle: string, draft?: VillagePage) {
  const service: VillageService = container.resolve("village");
  const stands = await service.villageByHandle(handle);
  if (!stands) return undefined;
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const facts = await gather(container, [{ ...stands, ...draft }]);
  const [village = stands] = facts.villages;
  const today = todayOf();
  const [pooling, earned_minor, harvest, seasons, certificates, people, thanked, news] = await Promise.all([
    cooperatives.cooperatives(village.cooperative_ids),
    earnedThisYear(container, village.id),
    harvestWindow(container, facts.products.get(village.id) ?? []),
    service.seasons.of([village.id]),
    service.certificates.inForce([village.id], today),
    cooperatives.publicNames(village.id, MAX_NAMES),
    service.thanks.shownOf(village.id, THANKS_SHOWN),
    service.notices.news(village.id, new Date(), NOTICES_SHOWN),
  ]);
  const [papersOf, notices, thanks] = await Promise.all([
    papersOfCertificates(
      container,
      certificates.map((one) => one.id),
    ),
    withHiddenNames(container, news, NOTICES),
    withHiddenNames(container, thanked, THANKS),
  ]);
  return {
    ...villageCard(village, facts),
    story: { zh: village.story_zh, en: village.story_en },
    /** What is told of those who live there; empty where nothing is. */
    about_people: { zh: village.people_zh, en: village.people_en },
    cooperatives: pooling.map((one) => ({
      id: one.id,
      handle: one.handle,
      name: { zh: one.name_zh, en: one.name_en },
      county: { zh: one.county_zh, en: one.county_en },
      currency: one.currency,
    })),
    products: await withShut(container, shown(facts, village.id)),
    seasons: seasons.map(({ produce, picked_from, picked_to, sent_from, sent_to }) => ({
      produce,
      name: produceWords(produce),
      picked_from,
      picked_to,
      sent_from,
      sent_to,
    })),
    certificates: certificates.map((one) => ({ ...certificateFields(one), ...papersOf(one.id) })),
    /** What is news; all that is public stands at `notices` below it. */
    notices: notices.map(noticeFields),
    /** Only who has agreed to be named; everybody else is in the count. */
    people,
    /** The newest; who wrote them is a province. */
    thanks: thanks.map(thanksFields),
    stats: {
      households: facts.households.get(village.id) ?? 0,
      earned_minor,
      currency: pooling[0]?.currency ?? null,
      harvested_from: harvest.from,
      harvested_to: harvest.to,
    },
  };
}

async function gather(container: MedusaContainer, villages: VillageRow[]): Promise<Facts> {
  const service: VillageService = container.resolve("village");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const ids = villages.map((village) => village.id);
  const shop: ShopService = container.resolve("shop");
  const [readable, regions, households, products, pictures] = await Promise.all([
    withHiddenNames(container, villages, VILLAGES),
    service.regions(),
    cooperatives.householdsPerVillage(ids),
    productsOfVillages(container, ids),
    shop.pictures.shown("village", ids),
  ]);
  return {
    villages: readable,
    regions: new Map(regions.map((region) => [region.id, region])),
    households,
    products,
    pictures: groupBy(pictures, (picture) => picture.of_id),
  };
}

function villageCard(village: VillageRow, facts: Facts) {
  const region = facts.regions.get(village.region_id);
  const products = shown(facts, village.id);
  return {
    id: village.id,
    handle: village.handle,
    name: { zh: village.name_zh, en: village.name_en },
    town: { zh: village.town_zh, en: village.town_en },
    county: { code: village.county_code, zh: village.county_zh, en: village.county_en },
    province: { code: village.province_code, zh: village.province_zh, en: village.province_en },
    region: region && {
      handle: region.handle,
      name: { zh: region.name_zh, en: region.name_en },
      intro: { zh: region.intro_zh, en: region.intro_en },
    },
    intro: { zh: firstParagraph(village.story_zh), en: firstParagraph(village.story_en) },
    season: { zh: village.season_zh, en: village.season_en },
    location: village.lng === null || village.lat === null ? null : { lng: village.lng, lat: village.lat },
    colour: village.colour,
    illustration: village.illustration,
    pictures: (facts.pictures.get(village.id) ?? []).map(pictureFields),
    households: facts.households.get(village.id) ?? 0,
    product_count: products.length,
    produce: [...new Set(products.map((product) => product.produce))],
    from_unit_price: cheapest(products),
  };
}

const shown = (facts: Facts, village_id: string): ShopProduct[] =>
  (facts.products.get(village_id) ?? []).map((product) => product.shown);

const firstParagraph = (story: string): string => story.split("\n\n")[0] ?? story;

function cheapest(products: readonly ShopProduct[]): ShopProduct["unit_price"] {
  const prices = products.flatMap((product) => (product.unit_price ? [product.unit_price] : []));
  return prices.sort((a, b) => a.amount_minor - b.amount_minor)[0] ?? null;
}

/** What anybody may read of a certificate. */
export const certificateFields = (one: Certificate) => ({
  id: one.id,
  kind: one.kind,
  number: one.number,
  issuer: { zh: one.issuer_zh, en: one.issuer_en },
  produce: one.produce === null ? null : produceWords(one.produce),
  valid_from: one.valid_from,
  valid_to: one.valid_to,
});

/**
 * What the village's households have earned together since 1 January there, in minor units; null while settlement can't say, and
 * of so few that the sum would tell what one of them earned.
 */
async function earnedThisYear(container: MedusaContainer, village_id: string): Promise<number | null> {
  const settlement = container.resolve<Earnings>("settlement", { allowUnregistered: true });
  if (!settlement?.earnedByHouseholds) return null;
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const ids = await cooperatives.householdIdsOfVillage(village_id);
  const year = todayOf().slice(0, 4);
  const earned = await settlement.earnedByHouseholds(ids, new Date(`${year}-01-01T00:00:00+08:00`));
  if (isWithheld(earned.size)) return null;
  return Number([...earned.values()].reduce((sum, amount) => sum + amount, 0n));
}

/** First and last picking day of what is in the village's pools now. A village has a handful of pools. */
async function harvestWindow(container: MedusaContainer, products: readonly PooledProduct[]) {
  const service: PoolService = container.resolve("pool");
  const pools = await service.poolsByInventoryItem(products.map((product) => product.inventory_item_id));
  const origins = await Promise.all(pools.map((pool) => service.originOfPool(pool.id)));
  const days = (pick: "harvested_from" | "harvested_to") => origins.flatMap((origin) => origin?.[pick] ?? []).sort();
  return { from: days("harvested_from")[0] ?? null, to: days("harvested_to").at(-1) ?? null };
}
