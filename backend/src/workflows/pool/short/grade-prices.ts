import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, QueryContext } from "@medusajs/framework/utils";
import { toMinor } from "@commonlot/domain";

/** What a pack of a pool costs today: minor units for so many units. */
export interface PackPrice {
  pool_id: string;
  minor: number;
  units: number;
}

/** Variants of the pools asked about at most: a handful of pack sizes each. */
const MAX_VARIANTS = 1000;

/** Today's prices of all packs of these pools, in one currency. Packs that have none, or are not on sale, are left out. */
export async function packPrices(
  container: MedusaContainer,
  pools: readonly { pool: string; inventory_item_id: string }[],
  currency: string,
): Promise<PackPrice[]> {
  if (pools.length === 0) return [];
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data: links } = (await query.graph({
    entity: "product_variant_inventory_item",
    fields: ["variant_id", "inventory_item_id", "required_quantity"],
    filters: { inventory_item_id: pools.map((one) => one.inventory_item_id) },
    pagination: { take: MAX_VARIANTS },
  })) as unknown as { data: { variant_id: string; inventory_item_id: string; required_quantity: number }[] };
  if (links.length === 0) return [];
  const { data: variants } = (await query.graph({
    entity: "variant",
    fields: ["id", "product.status", "calculated_price.*"],
    filters: { id: links.map((link) => link.variant_id) },
    context: { calculated_price: QueryContext({ currency_code: currency.toLowerCase() }) },
  })) as unknown as {
    data: {
      id: string;
      product?: { status?: string } | null;
      calculated_price?: { calculated_amount: number | null } | null;
    }[];
  };
  const amounts = new Map(
    variants
      .filter((variant) => variant.product?.status === "published")
      .map((variant) => [variant.id, variant.calculated_price?.calculated_amount]),
  );
  const ofItem = new Map(pools.map((one) => [one.inventory_item_id, one.pool]));
  return links
    .flatMap((link): PackPrice[] => {
      const amount = amounts.get(link.variant_id);
      const pool_id = ofItem.get(link.inventory_item_id);
      if (amount === undefined || amount === null || pool_id === undefined) return [];
      const minor = toMinor(amount, currency.toUpperCase());
      if (!minor.ok || minor.value <= 0n) return [];
      return [{ pool_id, minor: Number(minor.value), units: Number(link.required_quantity) }];
    })
    .sort((a, b) => a.units - b.units || a.minor - b.minor);
}

/** The price of the pack of that size, or of the size next to it. */
export function priceNear(prices: readonly PackPrice[], pool_id: string, units: number): PackPrice | undefined {
  return prices
    .filter((one) => one.pool_id === pool_id)
    .sort((a, b) => Math.abs(a.units - units) - Math.abs(b.units - units))[0];
}
