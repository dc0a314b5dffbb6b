import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { refuseWith } from "../../lib/refusal";
import { dayIn } from "../../lib/today";
import type CooperativeService from "../../modules/cooperative/service";
import type PoolService from "../../modules/pool/service";
import type { PolicyPlace } from "../../modules/settlement/fee-policies";

/** What rates need to know of a cooperative: its currency, and what day it is there. One that is not there is 404. */
export async function policyPlace(container: MedusaContainer, cooperative_id: string): Promise<PolicyPlace> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [own] = await cooperatives.cooperatives([cooperative_id]);
  if (!own) refuseWith("cooperative_not_found", "There is no such cooperative.", "cooperative_id");
  return { cooperative_id, currency: own.currency, tz: own.tz, today: dayIn(own.tz, new Date()) };
}

export interface SoldProduct {
  id: string;
  title: string;
}

/** Products that are packed from a cooperative's pools, by title: what may have rates of its own. */
export async function productsOfCooperative(
  container: MedusaContainer,
  cooperative_id: string,
): Promise<SoldProduct[]> {
  const pools: PoolService = container.resolve("pool");
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const items = (await pools.poolsOfCooperative(cooperative_id)).map((pool) => pool.inventory_item_id);
  if (items.length === 0) return [];
  const { data } = await query.graph({
    entity: "inventory_item",
    fields: ["id", "variants.product.id", "variants.product.title"],
    filters: { id: items },
  });
  const products = new Map<string, string>();
  for (const item of data as unknown as ItemOfPool[]) {
    for (const variant of item.variants ?? []) {
      if (variant?.product) products.set(variant.product.id, variant.product.title ?? variant.product.id);
    }
  }
  return [...products].map(([id, title]) => ({ id, title })).sort((a, b) => a.title.localeCompare(b.title, "zh-CN"));
}

interface ItemOfPool {
  variants?: ({ product?: { id: string; title?: string | null } | null } | null)[] | null;
}
