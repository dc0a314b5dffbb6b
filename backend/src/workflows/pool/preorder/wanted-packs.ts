import type { MedusaContainer } from "@medusajs/framework/types";
import { refuseWith } from "../../../lib/refusal";
import type CycleService from "../../../modules/cycle/service";
import type PoolService from "../../../modules/pool/service";
import type { PreorderedPacks } from "../../../modules/pool/preorder-reads";
import { preorderedGoods } from "./name-goods";

/** The packs that a form names, with their pool; refused where they are not sold, or in order cycles only. */
export async function wantedPacks(
  container: MedusaContainer,
  named: { product_id: string; variant_id: string; packs: number },
): Promise<PreorderedPacks> {
  const goods = await preorderedGoods(container, named);
  const pools: PoolService = container.resolve("pool");
  const [pool] = goods?.published ? await pools.poolsByInventoryItem([goods.inventory_item_id]) : [];
  if (!goods || !pool) refuseWith("pack_not_found", "There is no such pack here. Open the product's page once more.");
  await requireSoldAsUsual(container, named.product_id);
  return { ...named, pool_id: pool.id, cooperative_id: pool.cooperative_id, units_per_pack: goods.units_per_pack };
}

/** What an order cycle sells is ordered in it. */
export async function requireSoldAsUsual(container: MedusaContainer, product_id: string): Promise<void> {
  const cycles: CycleService = container.resolve("cycle");
  const selling = await cycles.views.sellingOf([product_id], new Date());
  if ((selling.get(product_id)?.state ?? "usual") !== "usual")
    refuseWith("cycle_only", "This is sold in order cycles only: it is ordered while one is open.");
}
