import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type ParcelService from "../modules/parcel/service";

/** Where goods are fetched, by cooperative: the id of a point. Of a cooperative that is not among them the goods are sent. */
export type Pickups = ReadonlyMap<string, string>;

/** What an order's cart said when it became the order. What is sent again is fetched where the first was; other orders without a cart are sent. */
export async function pickupsOfOrder(container: MedusaContainer, order_id: string): Promise<Pickups> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data: links } = await query.graph({ entity: "order_cart", fields: ["cart_id"], filters: { order_id } });
  const parcels: ParcelService = container.resolve("parcel");
  const cart_id = (links[0] as { cart_id?: string } | undefined)?.cart_id;
  if (cart_id !== undefined) return parcels.pickupChoices.of(cart_id);
  const claim = await parcels.claims.ofReplacement(order_id);
  return claim ? pickupsOfOrder(container, claim.order_id) : new Map();
}
