import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, QueryContext } from "@medusajs/framework/utils";
import { isForSale, roundHalfUpDiv, toMinor } from "@commonlot/domain";
import { englishOf, type English } from "../../lib/english";
import type PoolService from "../../modules/pool/service";
import type { PoolRow } from "../../modules/pool/types";

/** Prices are shown in the currency the house sells in. */
const CURRENCY = "CNY";
const GRAMS_PER_KG = 1_000n;

/** A pack as a list shows it. */
export interface PackCard {
  zh: string;
  en: string;
  units: number;
  grams: number;
  minor: number;
  minor_per_kg: number;
}

/** A product with all that its row of the index needs from Medusa, and its pool. */
export interface ReadProduct {
  id: string;
  handle: string;
  published: boolean;
  created_at: Date;
  sales_channel_ids: string[];
  village_id: string | null;
  title: { zh: string; en: string };
  description: { zh: string; en: string };
  illustration: string | null;
  /** Its first uploaded picture, as `Picture` of the storefront needs it. */
  picture: Record<string, unknown> | null;
  packs: PackCard[];
  pool: PoolRow | undefined;
}

interface FoundProduct {
  id: string;
  handle: string;
  title: string;
  description: string | null;
  status: string;
  metadata: Record<string, unknown> | null;
  created_at: string | Date;
  village?: { id: string } | null;
  images?: { rank: number; metadata: Record<string, unknown> | null }[] | null;
  sales_channels?: ({ id: string } | null)[] | null;
  variants: FoundVariant[] | null;
}
interface FoundVariant {
  id: string;
  title: string | null;
  metadata: Record<string, unknown> | null;
  calculated_price?: { calculated_amount: number | null } | null;
  inventory_items?: { inventory_item_id: string; required_quantity: number }[] | null;
}

/** Products by id, three queries for any number of them. Those that are gone are missing. */
export async function readProducts(container: MedusaContainer, ids: readonly string[]): Promise<ReadProduct[]> {
  if (ids.length === 0) return [];
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "product",
    fields: [
      "id",
      "handle",
      "title",
      "description",
      "status",
      "metadata",
      "created_at",
      "village.id",
      "sales_channels.id",
      "images.rank",
      "images.metadata",
      "variants.id",
      "variants.title",
      "variants.metadata",
      "variants.calculated_price.*",
      "variants.inventory_items.inventory_item_id",
      "variants.inventory_items.required_quantity",
    ],
    filters: { id: [...ids] },
    context: { variants: { calculated_price: QueryContext({ currency_code: CURRENCY.toLowerCase() }) } },
  });
  const found = data as unknown as FoundProduct[];
  const pools: PoolService = container.resolve("pool");
  const poolOf = new Map(
    (await pools.poolsByInventoryItem(found.flatMap(itemOf))).map((pool) => [pool.inventory_item_id, pool]),
  );
  const english = await englishOf(
    container,
    found.flatMap((product) => [product.id, ...(product.variants ?? []).map((variant) => variant.id)]),
  );
  return found.map((product) => toProduct(product, english, poolOf.get(itemOf(product)[0] ?? "")));
}

const itemOf = (product: FoundProduct): string[] => {
  const item = product.variants?.[0]?.inventory_items?.[0]?.inventory_item_id;
  return item === undefined ? [] : [item];
};

function toProduct(product: FoundProduct, english: English, pool: PoolRow | undefined): ReadProduct {
  const text = (key: string): string | null => textOf(product.metadata, key);
  return {
    id: product.id,
    handle: product.handle,
    published: product.status === "published",
    created_at: new Date(product.created_at),
    sales_channel_ids: (product.sales_channels ?? []).flatMap((channel) => channel?.id ?? []),
    village_id: product.village?.id ?? null,
    title: english.both(product.id, "title", product.title),
    description: { zh: product.description ?? "", en: english.of(product.id, "description") ?? "" },
    illustration: text("illustration"),
    picture: pictureIn(product),
    packs: (product.variants ?? [])
      .flatMap((variant) => packOf(variant, english, pool?.unit_g ?? 1))
      .sort((a, b) => a.units - b.units),
    pool,
  };
}

function pictureIn({ images }: FoundProduct): Record<string, unknown> | null {
  const ours = (images ?? []).filter((image) => typeof image.metadata?.base === "string");
  return ours.sort((a, b) => a.rank - b.rank)[0]?.metadata ?? null;
}

/** Without a price, or goods to take from, it can't be bought: it is not shown. */
function packOf(variant: FoundVariant, english: English, unit_g: number): PackCard[] {
  const amount = variant.calculated_price?.calculated_amount;
  const units = variant.inventory_items?.[0]?.required_quantity;
  if (amount === null || amount === undefined || !units) return [];
  const minor = toMinor(amount, CURRENCY);
  if (!minor.ok) return [];
  const given = variant.metadata?.pack_g;
  const grams = typeof given === "number" && given > 0 ? Math.round(given) : units * unit_g;
  return [
    {
      ...english.both(variant.id, "title", variant.title),
      units,
      grams,
      minor: Number(minor.value),
      minor_per_kg: Number(roundHalfUpDiv(minor.value * GRAMS_PER_KG, BigInt(grams))),
    },
  ];
}

function textOf(metadata: Record<string, unknown> | null, key: string): string | null {
  const value = metadata?.[key];
  return typeof value === "string" && value !== "" ? value : null;
}

/** Its pool has enough for one of its packs. */
export const isInStock = ({ pool, packs }: ReadProduct): boolean =>
  pool !== undefined &&
  isForSale(
    pool.on_hand - pool.held,
    packs.map((pack) => pack.units),
  );
