import { createHash } from "node:crypto";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { missingOfProduct, toMinor, type ProductPack, type ProductTexts } from "@commonlot/domain";
import { englishOf, type English } from "../../lib/english";
import { groupBy } from "../../lib/group-by";
import type PoolService from "../../modules/pool/service";
import type { PoolRow } from "../../modules/pool/types";

/** What a cooperative sells of a pool, as its writers see it. */
export interface OwnProduct {
  id: string;
  handle: string;
  published: boolean;
  pool: PoolRow;
  texts: ProductTexts;
  packs: OwnPack[];
  /** What it lacks to be sold. */
  missing: string[];
  metadata: Record<string, unknown>;
  /** What packs are chosen by; `exclusive`: of this product alone. */
  option: { id: string; title: string; exclusive: boolean; values: { id: string; value: string }[] } | null;
  /** Says what was seen: whoever saves names it, and is refused when it has moved on. */
  revision: string;
}

export interface OwnPack extends ProductPack {
  variant_id: string;
  metadata: Record<string, unknown>;
  /** The row of its own price, which alone is written. */
  price_id: string | null;
  /** Its value of the product's option. */
  size: { id: string; value: string } | null;
}

interface Found {
  id: string;
  variants?: (FoundVariant | null)[] | null;
}
interface FoundVariant {
  id: string;
  title: string | null;
  metadata: Record<string, unknown> | null;
  prices?: (FoundPrice | null)[] | null;
  inventory_items?: ({ inventory_item_id: string; required_quantity: number } | null)[] | null;
  options?: { id: string; value: string }[] | null;
  product?: FoundProduct | null;
}
interface FoundOption {
  id: string;
  title: string;
  is_exclusive?: boolean | null;
  values?: { id: string; value: string }[] | null;
}
interface FoundPrice {
  id: string;
  currency_code: string;
  amount: number;
  rules_count?: number | null;
  price_list_id?: string | null;
  min_quantity?: unknown;
  max_quantity?: unknown;
}
interface FoundProduct {
  id: string;
  handle: string;
  title: string;
  description: string | null;
  status: string;
  metadata: Record<string, unknown> | null;
  options?: FoundOption[] | null;
}

const FIELDS = [
  "id",
  "variants.id",
  "variants.title",
  "variants.metadata",
  "variants.prices.id",
  "variants.prices.amount",
  "variants.prices.currency_code",
  "variants.prices.rules_count",
  "variants.prices.price_list_id",
  "variants.prices.min_quantity",
  "variants.prices.max_quantity",
  "variants.inventory_items.inventory_item_id",
  "variants.inventory_items.required_quantity",
  "variants.options.id",
  "variants.options.value",
  "variants.product.id",
  "variants.product.handle",
  "variants.product.title",
  "variants.product.description",
  "variants.product.status",
  "variants.product.metadata",
  "variants.product.options.id",
  "variants.product.options.title",
  "variants.product.options.is_exclusive",
  "variants.product.options.values.id",
  "variants.product.options.values.value",
];

/** Products of a cooperative's pools, and its pools; three queries for any number. */
export async function ownProducts(
  container: MedusaContainer,
  of: { cooperative_id: string; currency: string },
): Promise<{ products: OwnProduct[]; pools: PoolRow[] }> {
  const service: PoolService = container.resolve("pool");
  const pools = await service.poolsOfCooperative(of.cooperative_id);
  return { products: await productsOfPools(container, pools, of.currency), pools };
}

/** One of them; undefined for what is another cooperative's. */
export async function ownProduct(
  container: MedusaContainer,
  of: { cooperative_id: string; currency: string; product_id: string },
): Promise<OwnProduct | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "product",
    fields: ["id", "variants.inventory_items.inventory_item_id"],
    filters: { id: of.product_id },
  });
  const product = data[0] as unknown as { variants?: Pick<FoundVariant, "inventory_items">[] } | undefined;
  const items = (product?.variants ?? []).flatMap((one) => one.inventory_items?.[0]?.inventory_item_id ?? []);
  const service: PoolService = container.resolve("pool");
  const pools = (await service.poolsByInventoryItem([...new Set(items)])).filter(
    (pool) => pool.cooperative_id === of.cooperative_id,
  );
  return (await productsOfPools(container, pools, of.currency)).find((one) => one.id === of.product_id);
}

async function productsOfPools(
  container: MedusaContainer,
  pools: readonly PoolRow[],
  currency: string,
): Promise<OwnProduct[]> {
  if (pools.length === 0) return [];
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "inventory_item",
    fields: FIELDS,
    filters: { id: pools.map((pool) => pool.inventory_item_id) },
  });
  const items = new Map((data as unknown as Found[]).map((item) => [item.id, item]));
  const found = pools.flatMap((pool) => {
    const variants = (items.get(pool.inventory_item_id)?.variants ?? []).flatMap((one) => (one?.product ? [one] : []));
    const byProduct = groupBy(variants, (one) => one.product?.id ?? "");
    return [...byProduct.values()].map((own) => ({ pool, variants: own }));
  });
  const english = await englishOf(
    container,
    found.flatMap(({ variants }) => [variants[0]?.product?.id ?? "", ...variants.map((one) => one.id)]),
  );
  return found
    .flatMap(({ pool, variants }) => toProduct(pool, variants, english, currency))
    .sort((a, b) => (a.handle < b.handle ? -1 : 1));
}

function toProduct(pool: PoolRow, variants: FoundVariant[], english: English, currency: string): OwnProduct[] {
  const product = variants[0]?.product;
  if (!product) return [];
  const metadata = product.metadata ?? {};
  const kept = (key: string) => (typeof metadata[key] === "string" ? metadata[key] : "");
  const texts: ProductTexts = {
    title_zh: product.title,
    title_en: english.of(product.id, "title") ?? "",
    description_zh: product.description ?? "",
    description_en: english.of(product.id, "description") ?? "",
    storage_zh: kept("storage_zh"),
    storage_en: kept("storage_en"),
  };
  const packs = variants
    .flatMap((variant) => packOf(variant, pool, english, currency))
    .sort((a, b) => a.units - b.units);
  const published = product.status === "published";
  const seen = JSON.stringify([texts, packs.map(plainPack), published]);
  return [
    {
      id: product.id,
      handle: product.handle,
      published,
      pool,
      texts,
      packs,
      missing: missingOfProduct(texts, packs),
      metadata,
      option: optionOf(product),
      revision: createHash("sha256").update(seen).digest("hex").slice(0, 32),
    },
  ];
}

function optionOf({ options }: FoundProduct): OwnProduct["option"] {
  const option = options?.[0];
  return option
    ? {
        id: option.id,
        title: option.title,
        exclusive: option.is_exclusive === true,
        values: (option.values ?? []).map(({ id, value }) => ({ id, value })),
      }
    : null;
}

const plainPack = ({ units, title_zh, title_en, price_minor }: ProductPack): ProductPack => ({
  units,
  title_zh,
  title_en,
  price_minor,
});

function packOf(variant: FoundVariant, pool: PoolRow, english: English, currency: string): OwnPack[] {
  const link = variant.inventory_items?.find((one) => one?.inventory_item_id === pool.inventory_item_id);
  if (!link) return [];
  const own = variant.prices?.find(
    (price) => price && isPlain(price) && price.currency_code.toUpperCase() === currency,
  );
  const minor = own && toMinor(Number(own.amount), currency);
  return [
    {
      variant_id: variant.id,
      units: Number(link.required_quantity),
      title_zh: variant.title ?? "",
      title_en: english.of(variant.id, "title") ?? "",
      price_minor: minor?.ok ? Number(minor.value) : null,
      metadata: variant.metadata ?? {},
      price_id: own?.id ?? null,
      size: sizeOf(variant),
    },
  ];
}

function sizeOf({ options, product }: FoundVariant): OwnPack["size"] {
  const known = new Set((product?.options?.[0]?.values ?? []).map(({ id }) => id));
  const size = options?.find((one) => known.has(one.id));
  return size ? { id: size.id, value: size.value } : null;
}

/** Of a price list, for a quantity or with rules of its own is another price: that is the operator's. */
const isPlain = (price: FoundPrice): boolean =>
  !price.rules_count && !price.price_list_id && price.min_quantity == null && price.max_quantity == null;
