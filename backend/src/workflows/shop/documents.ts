import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { weeksInSeason } from "@commonlot/domain";
import { databaseClock } from "../../lib/database-clock";
import { groupBy } from "../../lib/group-by";
import { rows } from "../../lib/sql";
import { todayOf } from "../../lib/today";
import { gradeWords, produceWords } from "../../lib/words";
import type CooperativeService from "../../modules/cooperative/service";
import type ShopService from "../../modules/shop/service";
import type { Certificate } from "../../modules/village/certificates";
import type { Season } from "../../modules/village/seasons";
import type VillageService from "../../modules/village/service";
import type { RegionRow, VillageRow } from "../../modules/village/types";
import { pictureFields } from "./show-pictures";
import { isInStock, readProducts, type ReadProduct } from "./read-products";

/** A row of the index: its words, what it is narrowed by, and what a list shows of it. */
export type Document = Record<string, unknown> & { id: string };

/**
 * The rows of these products; those that are gone or not published have none. The moment of reading stands in each (`stamp`, ms of
 * the database's clock, taken before anything is read), so that the index never goes back.
 */
export async function productDocuments(container: MedusaContainer, ids: readonly string[]): Promise<Document[]> {
  const stamp = await databaseClock(container.resolve(ContainerRegistrationKeys.PG_CONNECTION));
  const products = (await readProducts(container, ids)).filter((product) => product.published);
  const facts = await placesOf(container, products);
  return products.map((product) => productDocument(product, facts, stamp));
}

/** The rows of these villages. Of products only those that are published count. */
export async function villageDocuments(container: MedusaContainer, ids: readonly string[]): Promise<Document[]> {
  const stamp = await databaseClock(container.resolve(ContainerRegistrationKeys.PG_CONNECTION));
  const service: VillageService = container.resolve("village");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const villages = await service.villages(ids);
  const found = villages.map((village) => village.id);
  const shop: ShopService = container.resolve("shop");
  const [products, households, pictures] = await Promise.all([
    productIdsOfVillages(container, found).then((of) => readProducts(container, of)),
    cooperatives.householdsPerVillage(found),
    shop.pictures.shown("village", found),
  ]);
  const published = products.filter((product) => product.published);
  const facts = await placesOf(container, published, villages);
  const byVillage = groupBy(published, (product) => product.village_id ?? "");
  return villages.map((village) => {
    const own = byVillage.get(village.id) ?? [];
    const region = facts.regions.get(village.region_id);
    const produce = [...new Set(own.flatMap((product) => product.pool?.produce ?? []))];
    const certificates = facts.certificates.get(village.id) ?? [];
    const first = pictures.find((picture) => picture.of_id === village.id);
    return {
      id: village.id,
      stamp,
      handle: village.handle,
      region: region?.handle ?? null,
      produce,
      weeks: weeksInSeason((facts.seasons.get(village.id) ?? []).map(windowOf)).map(String),
      certified: certificates.length > 0,
      in_stock: own.some(isInStock),
      sold_g: own.reduce((sum, product) => sum + soldOf(product, facts), 0),
      households: households.get(village.id) ?? 0,
      products: own.length,
      name_zh: village.name_zh,
      name_en: village.name_en,
      town_zh: village.town_zh,
      town_en: village.town_en,
      county_code: village.county_code,
      county_zh: village.county_zh,
      county_en: village.county_en,
      province_zh: village.province_zh,
      province_en: village.province_en,
      season_zh: village.season_zh,
      season_en: village.season_en,
      illustration: village.illustration,
      picture: first ? JSON.stringify(pictureFields(first)) : null,
      words_a: [village.name_zh, village.name_en],
      words_c: [
        ...placeWords(village, region),
        ...produce.flatMap((code) => [produceWords(code).zh, produceWords(code).en]),
        ...own.flatMap((product) => [product.title.zh, product.title.en]),
      ],
      words_d: [village.story_zh, village.story_en],
    };
  });
}

/** Products that take from these pools. */
export async function productIdsOfPools(container: MedusaContainer, pool_ids: readonly string[]): Promise<string[]> {
  const found = await rows<{ product_id: string }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select distinct v.product_id from pool p
     join product_variant_inventory_item i on i.inventory_item_id = p.inventory_item_id and i.deleted_at is null
     join product_variant v on v.id = i.variant_id and v.deleted_at is null where p.id = any(?)`,
    [[...pool_ids]],
  );
  return found.map(({ product_id }) => product_id);
}

export async function productIdsOfVillages(
  container: MedusaContainer,
  village_ids: readonly string[],
): Promise<string[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "village",
    fields: ["id", "products.id"],
    filters: { id: [...village_ids] },
  });
  const villages = data as { products?: ({ id: string } | null)[] }[];
  return villages.flatMap((village) => (village.products ?? []).flatMap((product) => product?.id ?? []));
}

interface Facts {
  villages: Map<string, VillageRow>;
  regions: Map<string, RegionRow>;
  seasons: Map<string, Season[]>;
  certificates: Map<string, Certificate[]>;
  sold: Map<string, number>;
}

/** One query per fact, however many products. */
async function placesOf(
  container: MedusaContainer,
  products: readonly ReadProduct[],
  known?: readonly VillageRow[],
): Promise<Facts> {
  const service: VillageService = container.resolve("village");
  const shop: ShopService = container.resolve("shop");
  const ids = known?.map((village) => village.id) ?? [
    ...new Set(products.flatMap((product) => product.village_id ?? [])),
  ];
  const [villages, regions, seasons, certificates, sold] = await Promise.all([
    known ?? service.villages(ids),
    service.regions(),
    service.seasons.of(ids),
    service.certificates.inForce(ids, todayOf()),
    shop.soldOf(products.flatMap((product) => product.pool?.id ?? [])),
  ]);
  return {
    villages: new Map(villages.map((village) => [village.id, village])),
    regions: new Map(regions.map((region) => [region.id, region])),
    seasons: groupBy(seasons, (season) => season.village_id),
    certificates: groupBy(certificates, (certificate) => certificate.village_id),
    sold,
  };
}

function productDocument(product: ReadProduct, facts: Facts, stamp: number): Document {
  const { pool } = product;
  const village = facts.villages.get(product.village_id ?? "");
  const region = village && facts.regions.get(village.region_id);
  const seasons = (facts.seasons.get(village?.id ?? "") ?? []).filter((season) => season.produce === pool?.produce);
  const certificates = (facts.certificates.get(village?.id ?? "") ?? []).filter(
    (certificate) => certificate.produce === null || certificate.produce === pool?.produce,
  );
  const first = product.packs[0];
  const best = [...product.packs].sort((a, b) => a.minor_per_kg - b.minor_per_kg)[0];
  const produce = produceWords(pool?.produce ?? "");
  const grade = gradeWords(pool?.grade ?? "");
  return {
    id: product.id,
    stamp,
    handle: product.handle,
    status: "published",
    sales_channel_ids: product.sales_channel_ids,
    region: region?.handle ?? null,
    produce: pool?.produce ?? null,
    grade: pool?.grade ?? null,
    village: village?.handle ?? null,
    price_per_kg_minor: best?.minor_per_kg ?? null,
    weeks: weeksInSeason(seasons.map(windowOf)).map(String),
    certified: certificates.length > 0,
    in_stock: isInStock(product),
    sold_g: soldOf(product, facts),
    created_at: product.created_at,
    title_zh: product.title.zh,
    title_en: product.title.en,
    village_zh: village?.name_zh ?? null,
    village_en: village?.name_en ?? null,
    illustration: product.illustration,
    picture: product.picture && JSON.stringify(product.picture),
    unit: pool?.unit ?? "g",
    currency: "CNY",
    pack_zh: first?.zh ?? null,
    pack_en: first?.en ?? null,
    pack_units: first?.units ?? null,
    pack_minor: first?.minor ?? null,
    best_zh: best?.zh ?? null,
    best_en: best?.en ?? null,
    best_units: best?.units ?? null,
    best_minor: best?.minor ?? null,
    words_a: [product.title.zh, product.title.en, produce.zh, produce.en],
    words_c: [
      grade.zh,
      grade.en,
      ...(village ? [village.name_zh, village.name_en, ...placeWords(village, region)] : []),
    ],
    words_d: [product.description.zh, product.description.en],
  };
}

const windowOf = (season: Season) => ({ from: season.picked_from, to: season.picked_to });

const soldOf = (product: ReadProduct, facts: Facts): number => facts.sold.get(product.pool?.id ?? "") ?? 0;

const placeWords = (village: VillageRow, region: RegionRow | undefined): string[] => [
  village.town_zh,
  village.town_en,
  village.county_zh,
  village.county_en,
  village.province_zh,
  village.province_en,
  ...(region ? [region.name_zh, region.name_en] : []),
];
