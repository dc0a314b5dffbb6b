import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { fitBasket, type BasketLine } from "@commonlot/domain";
import { refuseWith } from "../../lib/refusal";
import type PoolService from "../../modules/pool/service";
import { pooledLines } from "./lines";
import { unsoldLines } from "./on-sale";

/**
 * How much of each line of a cart there is by now, what the cart holds itself included. Nothing of a cart that is an order. Goods that are
 * no longer sold are said so. Lines of goods that no pool holds are left out: nothing is known of them here.
 */
export async function fitCart(container: MedusaContainer, cart_id: string): Promise<BasketLine[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const fields = ["id", "completed_at", "items.id", "items.variant_id", "items.quantity"];
  const { data } = await query.graph({ entity: "cart", fields, filters: { id: cart_id } });
  const cart = data[0];
  if (!cart) refuseWith("cart_not_found", "There is no cart with this id.");
  if (cart.completed_at) return [];
  const items = (cart.items ?? [])
    .flatMap((item) => (item ? [item] : []))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((item) => ({ id: item.id, variant_id: item.variant_id ?? null, quantity: Number(item.quantity) }));
  const [lines, unsold] = await Promise.all([pooledLines(container, items), unsoldLines(container, cart_id, items)]);
  const pools: PoolService = container.resolve("pool");
  const available = await pools.cartHolds.available(cart_id, [...new Set(lines.map((line) => line.pool_id))]);
  return fitBasket(
    items.map(({ id, quantity }) => ({ id, packs: quantity })),
    lines,
    { available, unsold },
  );
}
