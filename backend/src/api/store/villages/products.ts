import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, QueryContext } from "@medusajs/framework/utils";
import { englishOf } from "../../../lib/english";
import { roundHalfUpDiv, toMinor } from "@commonlot/domain";

export interface UnitPrice {
  amount_minor: number;
  currency: string;
  /** Per kilogram, or per piece for what is counted. */
  per: "kg" | "piece";
}

export interface ShopProduct {
  id: string;
  handle: string;
  title: { zh: string; en: string };
  produce: string;
  grade: string;
  unit: "g" | "piece";
  illustration: string | null;
  thumbnail: string | null;
  /** The cheapest over its packs; null while no pack has a price. */
  unit_price: UnitPrice | null;
}

/** With the inventory item that leads to its pool: for the loader, not for the answer. */
export interface PooledProduct {
  shown: ShopProduct;
  inventory_item_id: string;
}

/** Prices are shown in the currency the house sells in; another one is a later issue. */
const CURRENCY = "CNY";

/** What the graph hands back of a product, as far as it is read here. */
interface FoundProduct {
  id: string;
  handle: string;
  title: string;
  thumbnail: string | null;
  status: string;
  metadata: Record<string, unknown> | null;
  variants: FoundVariant[] | null;
}
interface FoundVariant {
  calculated_price?: { calculated_amount: number | null };
  inventory_items?: { inventory_item_id: string; required_quantity: number }[];
}

/** Village id -> its published products, priced, in three graph calls for any number of villages. */
export async function productsOfVillages(
  container: MedusaContainer,
  village_ids: readonly string[],
): Promise<Map<string, PooledProduct[]>> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const linked = await query.graph({
    entity: "village",
    fields: ["id", "products.id"],
    filters: { id: [...village_ids] },
  });
  const villages = linked.data as { id: string; products?: ({ id: string } | null)[] }[];
  const ids = villages.flatMap((village) => (village.products ?? []).flatMap((product) => product?.id ?? []));
  const found = await query.graph({
    entity: "product",
    fields: [
      "id",
      "handle",
      "title",
      "thumbnail",
      "status",
      "metadata",
      "variants.id",
      "variants.calculated_price.*",
      "variants.inventory_items.inventory_item_id",
      "variants.inventory_items.required_quantity",
    ],
    filters: { id: ids },
    context: { variants: { calculated_price: QueryContext({ currency_code: CURRENCY.toLowerCase() }) } },
  });
  const published = (found.data as unknown as FoundProduct[]).filter((product) => product.status === "published");
  const english = await englishOf(
    container,
    published.map((product) => product.id),
  );
  const products = new Map(
    published.map((product) => [product.id, shopProduct(product, english.both(product.id, "title", product.title))]),
  );
  return new Map(
    villages.map((village) => [
      village.id,
      (village.products ?? []).flatMap((product) => products.get(product?.id ?? "") ?? []).sort(byHandle),
    ]),
  );
}

const byHandle = (a: PooledProduct, b: PooledProduct): number => (a.shown.handle < b.shown.handle ? -1 : 1);

function shopProduct(product: FoundProduct, title: ShopProduct["title"]): PooledProduct {
  const unit = product.metadata?.unit === "piece" ? "piece" : "g";
  const prices = (product.variants ?? []).flatMap((variant) => unitPrice(variant, unit) ?? []);
  const text = (key: string): string | null => {
    const value = product.metadata?.[key];
    return typeof value === "string" ? value : null;
  };
  const shown: ShopProduct = {
    id: product.id,
    handle: product.handle,
    title,
    produce: text("produce") ?? "",
    grade: text("grade") ?? "",
    unit,
    illustration: text("illustration"),
    thumbnail: product.thumbnail,
    unit_price: prices.sort((a, b) => a.amount_minor - b.amount_minor)[0] ?? null,
  };
  return { shown, inventory_item_id: product.variants?.[0]?.inventory_items?.[0]?.inventory_item_id ?? "" };
}

function unitPrice(variant: FoundVariant, unit: "g" | "piece"): UnitPrice | undefined {
  const amount = variant.calculated_price?.calculated_amount;
  const units = variant.inventory_items?.[0]?.required_quantity;
  if (amount === null || amount === undefined || !units) return undefined;
  const minor = toMinor(amount, CURRENCY);
  if (!minor.ok) return undefined;
  const per = unit === "g" ? 1_000n : 1n;
  return {
    amount_minor: Number(roundHalfUpDiv(minor.value * per, BigInt(units))),
    currency: CURRENCY,
    per: unit === "g" ? "kg" : "piece",
  };
}
