import type { ICustomerModuleService, IOrderModuleService, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { rows } from "../../lib/sql";

/** Orders looked at in one go; whoever has more gets the rest at the next sign-in. */
const AT_ONCE = 500;

/** Brings the orders that a guest placed with this address into the account that has proven it; says how many. Another account's stay there. */
export async function claimByEmail(
  container: MedusaContainer,
  { customer_id, email }: { customer_id: string; email: string },
): Promise<number> {
  // However it was written in the order; Medusa's filters compare letter by letter.
  const found = await rows<{ id: string; customer_id: string | null }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select id, customer_id from "order"
     where lower(email) = lower(?) and customer_id is distinct from ? and deleted_at is null order by id limit ${AT_ONCE}`,
    [email, customer_id],
  );
  return claimGuests(container, customer_id, found);
}

/** Brings one order into an account: whoever asks has shown that they are its buyer. False: it is in another account already. */
export async function claimOne(
  container: MedusaContainer,
  { customer_id, order_id }: { customer_id: string; order_id: string },
): Promise<boolean> {
  const orders = container.resolve<IOrderModuleService>(Modules.ORDER);
  const order = await orders.retrieveOrder(order_id, { select: ["id", "customer_id"] });
  if (order.customer_id === customer_id) return true;
  return (await claimGuests(container, customer_id, [order])) === 1;
}

async function claimGuests(
  container: MedusaContainer,
  customer_id: string,
  found: readonly { id: string; customer_id?: string | null }[],
): Promise<number> {
  if (found.length === 0) return 0;
  const customers = container.resolve<ICustomerModuleService>(Modules.CUSTOMER);
  const orders = container.resolve<IOrderModuleService>(Modules.ORDER);
  const owners = await customers.listCustomers(
    { id: [...new Set(found.flatMap((order) => order.customer_id ?? []))], has_account: true },
    { select: ["id"], take: AT_ONCE },
  );
  const taken = new Set(owners.map(({ id }) => id));
  const guests = found.filter((order) => !order.customer_id || !taken.has(order.customer_id));
  if (guests.length > 0) await orders.updateOrders(guests.map(({ id }) => ({ id, customer_id })));
  return guests.length;
}
