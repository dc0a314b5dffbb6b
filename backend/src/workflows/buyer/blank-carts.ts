import type { ICartModuleService, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";

/** Carts of one person that are looked at in one go. */
const AT_ONCE = 1_000;

/** What stands in place of a cart's address. */
const NO_ADDRESS = {
  first_name: "",
  last_name: "",
  company: "",
  phone: "",
  address_1: "",
  address_2: "",
  city: "",
  postal_code: "",
};

/** Carts that became nothing, and the copies that became orders: neither needs to know who it was. `email`: what stands in place of theirs. */
export async function blankCartsOf(
  container: MedusaContainer,
  whose: { customer_id: string } | { order_ids: readonly string[] },
  email: string,
): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  if ("customer_id" in whose) return blank(container, { customer_id: whose.customer_id }, email);
  const { data } = await query.graph({
    entity: "order_cart",
    fields: ["cart_id"],
    filters: { order_id: [...whose.order_ids] },
  });
  const ids = (data as { cart_id: string }[]).map(({ cart_id }) => cart_id);
  if (ids.length > 0) await blank(container, { id: ids }, email);
}

async function blank(
  container: MedusaContainer,
  filters: { customer_id: string } | { id: string[] },
  email: string,
): Promise<void> {
  const carts = container.resolve<ICartModuleService>(Modules.CART);
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  for (let more = true; more;) {
    const { data: known } = await query.graph({
      entity: "cart",
      fields: ["id", "shipping_address.id", "billing_address.id"],
      filters: { ...filters, $or: [{ email: null }, { email: { $ne: email } }] },
      pagination: { take: AT_ONCE },
    });
    if (known.length === 0) return;
    const addresses = known.flatMap((cart) => [cart.shipping_address?.id, cart.billing_address?.id]);
    const ids = [...new Set(addresses.filter((id) => id !== undefined))];
    if (ids.length > 0) await carts.updateAddresses(ids.map((id) => ({ id, ...NO_ADDRESS })));
    // Last, because it is by this that the next look knows what is left.
    await carts.updateCarts(known.map(({ id }) => ({ id, email })));
    more = known.length === AT_ONCE;
  }
}
