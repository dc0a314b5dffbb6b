import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";

/** The cart that an order was made of; undefined for one that no buyer's cart made. */
export async function cartOfOrder(container: MedusaContainer, order_id: string): Promise<string | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "order_cart", fields: ["cart_id"], filters: { order_id } });
  return (data[0] as { cart_id?: string } | undefined)?.cart_id;
}
