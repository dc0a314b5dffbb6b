import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { seasonName, type Selling } from "@commonlot/domain";
import { databaseClock } from "../../lib/database-clock";
import { groupBy } from "../../lib/group-by";
import { todayOf } from "../../lib/today";
import { produceWords, type Words } from "../../lib/words";
import type CycleService from "../../modules/cycle/service";
import type { GoodsState } from "../../modules/season/openings";
import type { Goods } from "../../modules/season/subscriptions";
import type SeasonService from "../../modules/season/service";
import type VillageService from "../../modules/village/service";
import type { VillageRow } from "../../modules/village/types";
import { productIdsOfVillages } from "../shop/documents";
import { isInStock, readProducts, type ReadProduct } from "../shop/read-products";

/** Goods as a page and a mail name them. */
export interface SeasonGoods extends Goods {
  readonly village: { readonly handle: string; readonly name: Words };
  readonly name: Words;
}

interface ReadGoods extends GoodsState {
  /** The page's name of the product that can be bought. */
  handle: string | null;
}

/** What each produce of these villages is like now: one of its products can be bought, or none can. A season alone has none. */
async function readGoods(container: MedusaContainer, village_ids: readonly string[]): Promise<ReadGoods[]> {
  const villages: VillageService = container.resolve("village");
  const cycles: CycleService = container.resolve("cycle");
  const [products, seasons] = await Promise.all([
    productIdsOfVillages(container, village_ids).then((ids) => readProducts(container, ids)),
    villages.seasons.of(village_ids),
  ]);
  const selling = await cycles.views.sellingOf(
    products.map((product) => product.id),
    new Date(),
  );
  const today = todayOf();
  const sent = new Map(
    seasons.map((one) => [`${one.village_id} ${one.produce}`, { from: one.sent_from, to: one.sent_to }]),
  );
  const own = groupBy(
    products.filter((product) => product.pool !== undefined && product.village_id !== null),
    (product) => `${product.village_id} ${product.pool?.produce}`,
  );
  return [...new Set([...sent.keys(), ...own.keys()])].map((key) => {
    const [village_id = "", produce = ""] = key.split(" ");
    const open = (own.get(key) ?? []).find((product) => canBeBought(product, selling.get(product.id)));
    return {
      village_id,
      produce,
      product_id: open?.id ?? null,
      handle: open?.handle ?? null,
      season: seasonName(sent.get(key) ?? null, today),
    };
  });
}

/** In stock, published, and no order cycle keeps it shut. */
export const canBeBought = (product: ReadProduct, selling: Selling | undefined): boolean =>
  product.published && isInStock(product) && selling?.state !== "soon" && selling?.state !== "closed";

/** Notices what opened in these villages, or closed. Called by whatever hears that something of theirs has changed; twice is once. */
export async function noticeOpenings(container: MedusaContainer, village_ids: readonly string[]): Promise<void> {
  if (village_ids.length === 0) return;
  const seasons: SeasonService = container.resolve("season");
  const read_at = await databaseClock(container.resolve(ContainerRegistrationKeys.PG_CONNECTION));
  await seasons.openings.notice(read_at, village_ids, await readGoods(container, village_ids));
}

/** Names of goods; those whose village is gone are missing. */
export async function namesOf(container: MedusaContainer, goods: readonly Goods[]): Promise<SeasonGoods[]> {
  const villages: VillageService = container.resolve("village");
  const found = await villages.villages([...new Set(goods.map((one) => one.village_id))]);
  return goods.flatMap(({ village_id, produce }) => {
    const village = found.find((one) => one.id === village_id);
    return village ? [namedGoods(village, produce)] : [];
  });
}

function namedGoods({ id, handle, name_zh, name_en }: VillageRow, produce: string): SeasonGoods {
  return {
    village_id: id,
    produce,
    village: { handle, name: { zh: name_zh, en: name_en } },
    name: produceWords(produce),
  };
}

/** The goods of a page: a produce that this village has a season of, or sells. With the product that can be bought now. */
export async function findGoods(
  container: MedusaContainer,
  handle: string,
  produce: string,
): Promise<(SeasonGoods & { on_sale: string | null }) | undefined> {
  const villages: VillageService = container.resolve("village");
  const village = await villages.villageByHandle(handle);
  if (!village) return undefined;
  const found = (await readGoods(container, [village.id])).find((one) => one.produce === produce);
  return found && { ...namedGoods(village, produce), on_sale: found.handle };
}

/** The page's name of a product; null where there is none. */
export async function handleOf(container: MedusaContainer, product_id: string | null): Promise<string | null> {
  if (product_id === null) return null;
  return (await readProducts(container, [product_id]))[0]?.handle ?? null;
}
