import { createInventoryItemsWorkflow, createProductsWorkflow } from "@medusajs/medusa/core-flows";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { formatMinor } from "@commonlot/domain";
import { GRADE, PRODUCE, type PackSeed, type ProduceSeed } from "./data/produce.js";
import { VILLAGES } from "./data/villages.js";
import { first, type House } from "./house.js";
import type { CooperativeIds, VillageIds } from "./places.js";
import type { Shop } from "./store.js";

const CURRENCY = "CNY";
export const OPTION = "规格";

export interface SeededProduct {
  id: string;
  handle: string;
  village: string;
  produce: string;
  pool_id: string;
  variants: { id: string; sku: string; units_per_pack: number; price_minor: number }[];
}

interface Ids {
  shop: Shop;
  villages: VillageIds;
  cooperatives: CooperativeIds;
  locations: ReadonlyMap<string, string>;
}

/** Inventory items, pools, and products whose packs share the pool's one item. */
export async function seedProduce(house: House, ids: Ids): Promise<SeededProduct[]> {
  const items = await inventoryItems(house, ids);
  const pools = new Map<string, string>();
  for (const seed of PRODUCE) pools.set(seed.handle, await pool(house, seed, ids, items.get(seed.handle) ?? ""));
  await products(house, ids, { items, pools });
  return seeded(house, pools);
}

/** Which cooperative pools a product's goods: the one of its village's region. */
function cooperativeOf(seed: ProduceSeed): "wudu" | "longchuan" {
  return first(VILLAGES.filter((village) => village.handle === seed.village)).region;
}

const skuOf = (seed: ProduceSeed) => `POOL-${seed.handle.toUpperCase()}`;
export const packSku = (seed: ProduceSeed, pack: PackSeed) => `${seed.handle.toUpperCase()}-${pack.units}`;

/** Product handle -> id of its inventory item, counted in the pool's base units at the cooperative's location. */
async function inventoryItems({ container, find }: House, ids: Ids): Promise<Map<string, string>> {
  const found = await find<{ id: string; sku: string }>("inventory_item", ["id", "sku"], { sku: PRODUCE.map(skuOf) });
  const bySku = new Map(found.map((item) => [item.sku, item.id]));
  const missing = PRODUCE.filter((seed) => !bySku.has(skuOf(seed)));
  if (missing.length > 0) {
    const { result } = await createInventoryItemsWorkflow(container).run({
      input: {
        items: missing.map((seed) => ({
          sku: skuOf(seed),
          title: `${seed.title_zh} (${seed.unit})`,
          requires_shipping: true,
          location_levels: [{ location_id: ids.locations.get(cooperativeOf(seed)) ?? "", stocked_quantity: 0 }],
        })),
      },
    });
    for (const item of result) bySku.set(item.sku ?? "", item.id);
  }
  return new Map(PRODUCE.map((seed) => [seed.handle, bySku.get(skuOf(seed)) ?? ""]));
}

async function pool(house: House, seed: ProduceSeed, ids: Ids, inventory_item_id: string): Promise<string> {
  const stands = await house.pool.createPool({
    cooperative_id: ids.cooperatives.get(cooperativeOf(seed)),
    origin_kind: "village",
    origin_id: ids.villages.get(seed.village),
    produce: seed.produce,
    grade: GRADE.code,
    unit: seed.unit,
    unit_g: seed.unit_g,
    blendable: seed.blendable,
    ...(seed.blendable ? {} : { pack_units: first(seed.packs).units }),
    rule: seed.rule,
    inventory_item_id,
    location_id: ids.locations.get(cooperativeOf(seed)),
  });
  return stands.id;
}

async function products(
  { container, find }: House,
  ids: Ids,
  made: { items: ReadonlyMap<string, string>; pools: ReadonlyMap<string, string> },
): Promise<void> {
  const found = await find<{ handle: string }>("product", ["handle"], { handle: PRODUCE.map((seed) => seed.handle) });
  const standing = new Set(found.map((product) => product.handle));
  const missing = PRODUCE.filter((seed) => !standing.has(seed.handle));
  if (missing.length === 0) return;
  const { result } = await createProductsWorkflow(container).run({
    input: {
      products: missing.map((seed) => ({
        title: seed.title_zh,
        handle: seed.handle,
        description: seed.description_zh,
        status: "published" as const,
        origin_country: "cn",
        shipping_profile_id: ids.shop.shipping_profile_id,
        sales_channels: [{ id: ids.shop.sales_channel_id }],
        options: [{ title: OPTION, values: seed.packs.map((pack) => pack.title_zh) }],
        metadata: productMetadata(seed, ids, made.pools.get(seed.handle) ?? ""),
        variants: seed.packs.map((pack) => variant(seed, pack, made.items.get(seed.handle) ?? "")),
      })),
    },
  });
  const link = container.resolve(ContainerRegistrationKeys.LINK);
  const villageOf = new Map(PRODUCE.map((seed) => [seed.handle, ids.villages.get(seed.village) ?? ""]));
  await link.create(
    result.map((product) => ({
      village: { village_id: villageOf.get(product.handle) ?? "" },
      [Modules.PRODUCT]: { product_id: product.id },
    })),
  );
}

function productMetadata(seed: ProduceSeed, ids: Ids, pool_id: string): Record<string, unknown> {
  return {
    village_id: ids.villages.get(seed.village),
    village_handle: seed.village,
    cooperative_id: ids.cooperatives.get(cooperativeOf(seed)),
    cooperative_handle: cooperativeOf(seed),
    pool_id,
    produce: seed.produce,
    grade: GRADE.code,
    grade_zh: GRADE.zh,
    grade_en: GRADE.en,
    unit: seed.unit,
    blendable: seed.blendable,
    storage_zh: seed.storage_zh,
    storage_en: seed.storage_en,
    illustration: seed.illustration,
  };
}

function variant(seed: ProduceSeed, pack: PackSeed, inventory_item_id: string) {
  return {
    title: pack.title_zh,
    sku: packSku(seed, pack),
    options: { [OPTION]: pack.title_zh },
    manage_inventory: true,
    // The pool decides, at completion and for any client; Medusa's own check would use a mirror and refuse what the pool
    // promised a moment ago (docs/adr/0009).
    allow_backorder: true,
    weight: pack.weight_g,
    inventory_items: [{ inventory_item_id, required_quantity: pack.units }],
    // Medusa wants major units; two decimals of a yuan are exact in its numeric columns.
    prices: [{ currency_code: "cny", amount: Number(formatMinor(BigInt(pack.price_minor), CURRENCY)) }],
    metadata: {
      units_per_pack: pack.units,
      unit: seed.unit,
      pack_g: pack.weight_g,
    },
  };
}

interface FoundProduct {
  id: string;
  handle: string;
  variants: { id: string; sku: string }[];
}

async function seeded({ find }: House, pools: ReadonlyMap<string, string>): Promise<SeededProduct[]> {
  const found = await find<FoundProduct>("product", ["id", "handle", "variants.id", "variants.sku"], {
    handle: PRODUCE.map((seed) => seed.handle),
  });
  const byHandle = new Map(found.map((product) => [product.handle, product]));
  return PRODUCE.map((seed) => {
    const product = byHandle.get(seed.handle);
    if (!product) throw new Error(`product ${seed.handle} was not made`);
    const variantIds = new Map(product.variants.map((one) => [one.sku, one.id]));
    return {
      id: product.id,
      handle: seed.handle,
      village: seed.village,
      produce: seed.produce,
      pool_id: pools.get(seed.handle) ?? "",
      variants: seed.packs.map((pack) => ({
        id: variantIds.get(packSku(seed, pack)) ?? "",
        sku: packSku(seed, pack),
        units_per_pack: pack.units,
        price_minor: pack.price_minor,
      })),
    };
  });
}
