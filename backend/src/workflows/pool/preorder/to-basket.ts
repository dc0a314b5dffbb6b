import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createCartWorkflow } from "@medusajs/medusa/core-flows";
import { killPoint } from "../../../lib/kill-point";
import { refuseWith, valueOf } from "../../../lib/refusal";
import type { Preorder } from "../../../modules/pool/preorder-reads";
import type PoolService from "../../../modules/pool/service";
import { preorderedGoods } from "./name-goods";
import { requireSoldAsUsual } from "./wanted-packs";

/**
 * Puts what is kept into a cart of its own, at the price of today, and hands the hold over to it. The cart is made first: what dies in
 * between leaves an empty-handed cart that nobody sees, and the next press makes another. Pressed twice it is the same cart.
 */
export async function preorderToBasket(
  container: MedusaContainer,
  preorder: Preorder,
  where: { region_id: string; sales_channel_id: string | undefined; customer_id: string | undefined },
): Promise<string> {
  const pools: PoolService = container.resolve("pool");
  if (preorder.state === "basket" && preorder.cart_id !== null) {
    const query = container.resolve(ContainerRegistrationKeys.QUERY);
    const { data } = await query.graph({ entity: "cart", fields: ["id"], filters: { id: preorder.cart_id } });
    if (data.length > 0) return preorder.cart_id;
  }
  if (preorder.state !== "kept") return valueOf(await pools.preorders.toBasket(preorder.id, "")).cart_id;
  const [goods, email] = await Promise.all([
    preorderedGoods(container, preorder),
    pools.preorders.emailOf(preorder.id),
  ]);
  if (!goods?.published || goods.units_per_pack !== preorder.units_per_pack)
    refuseWith(
      "pack_changed",
      "This pack is not sold any more as you pre-ordered it. Nothing was charged; withdraw, and order what is sold now.",
    );
  await requireSoldAsUsual(container, preorder.product_id);
  const { sales_channel_id, customer_id } = where;
  const { result: cart } = await createCartWorkflow(container).run({
    input: {
      region_id: where.region_id,
      ...(email === undefined ? {} : { email }),
      ...(sales_channel_id === undefined ? {} : { sales_channel_id }),
      ...(customer_id === undefined ? {} : { customer_id }),
      items: [{ variant_id: preorder.variant_id, quantity: preorder.packs_kept }],
    },
  });
  killPoint("preorder_cart_made");
  return valueOf(await pools.preorders.toBasket(preorder.id, cart.id)).cart_id;
}
