import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ExecArgs, ISearchModuleService } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { COOPERATIVES } from "./data/people.js";
import { VILLAGES } from "./data/villages.js";
import { openHouse } from "./house.js";
import { seedPeople, type Login } from "./people.js";
import { seedCooperatives, seedVillages } from "./places.js";
import { seedPolicies } from "./policies.js";
import { seedProduce, type SeededProduct } from "./produce.js";
import { seedSeasons } from "./seasons.js";
import { seedLocations, seedShipping } from "./shipping.js";
import { seedTranslations } from "./translations.js";
import { seedStore } from "./store.js";

/** What clients, the storefront and the demo need to begin; written to SEED_FILE, or to FILES_DIR/seed.json. */
export interface SeedFile {
  publishable_key: string;
  region_id: string;
  currency: string;
  sales_channel_id: string;
  shipping_option_id: string;
  cooperatives: { id: string; handle: string; name_zh: string; name_en: string; location_id: string }[];
  villages: { id: string; handle: string; cooperative: string }[];
  products: SeededProduct[];
  logins: Login[];
}

/**
 * The world before the first weigh-in: two cooperatives, eight villages, 120 households, nine products. Run by
 * `medusa exec`. Finds what stands and makes what is missing, so a second run changes nothing.
 */
export default async function seed({ container }: ExecArgs): Promise<void> {
  if (process.env.NODE_ENV === "production")
    throw new Error("the seed has known passwords: it does not run in production");
  const house = openHouse(container, (text) => process.stdout.write(`seed: ${text}\n`));
  const shop = await seedStore(house);
  const locations = await seedLocations(house, shop);
  const shipping_option_id = await seedShipping(house, shop, locations);
  const cooperatives = await seedCooperatives(house, locations);
  const villages = await seedVillages(house, cooperatives);
  const products = await seedProduce(house, { shop, villages, cooperatives, locations });
  await seedTranslations(house);
  await seedSeasons(house, villages);
  const logins = await seedPeople(house, { cooperatives, villages });
  await seedPolicies(house, cooperatives);
  await fillIndex(container);
  await write({
    publishable_key: shop.publishable_key,
    region_id: shop.region_id,
    currency: "CNY",
    sales_channel_id: shop.sales_channel_id,
    shipping_option_id,
    cooperatives: COOPERATIVES.map(({ handle, name_zh, name_en }) => ({
      id: cooperatives.get(handle) ?? "",
      handle,
      name_zh,
      name_en,
      location_id: locations.get(handle) ?? "",
    })),
    villages: VILLAGES.map(({ handle, region }) => ({ id: villages.get(handle) ?? "", handle, cooperative: region })),
    products,
    logins,
  });
}

/** So that a house that begins with this database finds everything at once, and has nothing to fill. */
async function fillIndex(container: ExecArgs["container"]): Promise<void> {
  const search: ISearchModuleService = container.resolve(Modules.SEARCH);
  // Before its first filling there is no version that serves.
  const count = await search.search({ entity: "product", pagination: { take: 0 } }).then(
    ({ metadata }) => metadata.count,
    () => 0,
  );
  if (count === 0) await search.reindex();
}

/** Whole or not at all: somebody may be reading it. */
async function write(content: SeedFile): Promise<void> {
  const file = process.env.SEED_FILE ?? path.join(process.env.FILES_DIR ?? ".", "seed.json");
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
