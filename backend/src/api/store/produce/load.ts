import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { englishOf } from "../../../lib/english";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";

interface FoundProduct {
  id: string;
  title: string;
  status: string;
  variants: { id: string; title: string | null; inventory_items?: { inventory_item_id: string }[] }[] | null;
}

/** Published products: however many, four queries. */
export async function loadWhose(container: MedusaContainer, ids: readonly string[]) {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "product",
    fields: ["id", "title", "status", "variants.id", "variants.title", "variants.inventory_items.inventory_item_id"],
    filters: { id: [...ids] },
  });
  const products = (data as unknown as FoundProduct[]).filter((one) => one.status === "published");
  const itemOf = (product: FoundProduct) => product.variants?.[0]?.inventory_items?.[0]?.inventory_item_id;
  const pools: PoolService = container.resolve("pool");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [english, ofItems] = await Promise.all([
    englishOf(
      container,
      products.flatMap((one) => [one.id, ...(one.variants ?? []).map((variant) => variant.id)]),
    ),
    pools.poolsByInventoryItem(products.flatMap((one) => itemOf(one) ?? [])),
  ]);
  const cooperativeOf = new Map(ofItems.map((pool) => [pool.inventory_item_id, pool.cooperative_id]));
  const known = await cooperatives.cooperatives([...new Set(cooperativeOf.values())]);
  return products.map((product) => {
    const cooperative = known.find((one) => one.id === cooperativeOf.get(itemOf(product) ?? ""));
    return {
      product_id: product.id,
      title: english.both(product.id, "title", product.title),
      packs: (product.variants ?? []).map((variant) => ({
        variant_id: variant.id,
        title: english.both(variant.id, "title", variant.title),
      })),
      cooperative: cooperative
        ? { id: cooperative.id, name: { zh: cooperative.name_zh, en: cooperative.name_en } }
        : null,
    };
  });
}
