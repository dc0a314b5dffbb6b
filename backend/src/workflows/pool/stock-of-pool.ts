import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";

/** A pool's stock in Medusa: by which name it is found there, and whether any pack is sold from it. Read only. */
export async function stockOfPool(
  container: MedusaContainer,
  inventory_item_id: string,
): Promise<{ sku: string | null; has_packs: boolean }> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const [item, packs] = await Promise.all([
    container
      .resolve(Modules.INVENTORY)
      .listInventoryItems({ id: inventory_item_id }, { select: ["id", "sku"], take: 1 }),
    query.graph({
      entity: "product_variant_inventory_item",
      fields: ["variant_id"],
      filters: { inventory_item_id },
      pagination: { take: 1 },
    }),
  ]);
  return { sku: item[0]?.sku ?? null, has_packs: packs.data.length > 0 };
}
