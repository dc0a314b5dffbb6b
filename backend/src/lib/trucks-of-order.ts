import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type WholesaleService from "../modules/wholesale/service";

/** What the trucks of an order cost, minor units in digits, by the cooperative whose goods they carry. */
export type Trucks = ReadonlyMap<string, string>;

/** As the quotes agreed that its cart paid. Other orders, and what is sent again of one, go in parcels. */
export async function trucksOfOrder(container: MedusaContainer, order_id: string): Promise<Trucks> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data: links } = await query.graph({ entity: "order_cart", fields: ["cart_id"], filters: { order_id } });
  const cart_id = (links[0] as { cart_id?: string } | undefined)?.cart_id;
  if (cart_id === undefined) return new Map();
  const { quotes }: WholesaleService = container.resolve("wholesale");
  return new Map(
    (await quotes.allOfCart(cart_id)).flatMap(({ quote, version }) =>
      version.truck ? [[quote.cooperative_id, version.truck.freight_minor] as const] : [],
    ),
  );
}
