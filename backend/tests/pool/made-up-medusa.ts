import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";

const PACK = 1000;

/** As much of Medusa as a short asks of it, made up in this process: its orders, variants, reservations and locks. */
export function madeUpMedusa() {
  const orders = new Map<string, object>();
  const variants = new Map<string, object>();
  const links: { variant_id: string; inventory_item_id: string; required_quantity: number }[] = [];
  const query = {
    graph: ({
      entity,
      filters,
    }: {
      entity: string;
      filters: { id: string | string[]; inventory_item_id?: string[] };
    }) => {
      if (entity === "product_variant_inventory_item") {
        return Promise.resolve({
          data: links.filter((one) => filters.inventory_item_id?.includes(one.inventory_item_id)),
        });
      }
      const found = entity === "order" ? orders : variants;
      return Promise.resolve({ data: [filters.id].flat().flatMap((one) => found.get(one) ?? []) });
    },
  };
  const order = {
    createOrders: (order: { id: string; items: { id: string }[] }) => {
      if (orders.has(order.id)) return Promise.reject(new Error(`order ${order.id} is there already`));
      orders.set(order.id, { ...order, display_id: orders.size + 1 });
      return Promise.resolve(order);
    },
  };
  const reservations: { line_item_id: string; quantity: number }[] = [];
  const inventory = {
    listReservationItems: ({ line_item_id }: { line_item_id: string[] }) =>
      Promise.resolve(reservations.filter((one) => line_item_id.includes(one.line_item_id))),
    createReservationItems: (made: typeof reservations) => {
      reservations.push(...made);
      return Promise.resolve(made);
    },
  };
  const variantOf = (units: number, of_item: string, price = (20 * units) / PACK) => {
    const variant_id = `variant_${units}_${of_item}`;
    if (!variants.has(variant_id)) links.push({ variant_id, inventory_item_id: of_item, required_quantity: units });
    variants.set(variant_id, {
      id: variant_id,
      product: { status: "published" },
      calculated_price: { calculated_amount: price },
      inventory_items: [{ inventory_item_id: of_item, required_quantity: units }],
    });
    return variant_id;
  };
  /** From now on a pack costs so much. */
  const reprice = (of_item: string, price: number) => {
    const variant_id = variantOf(PACK, of_item);
    variants.set(variant_id, { ...variants.get(variant_id), calculated_price: { calculated_amount: price } });
  };
  /** An order as Medusa would keep it. */
  const place = (order_id: string, items: readonly object[]) => {
    orders.set(order_id, {
      id: order_id,
      display_id: orders.size + 1,
      email: `${order_id}@example.com`,
      currency_code: "cny",
      metadata: null,
      items,
      shipping_address: {
        first_name: "小明",
        last_name: "王",
        phone: "13912340000",
        province: "广东省",
        address_1: "路1号",
      },
    });
  };
  const services: Record<string, unknown> = {
    [ContainerRegistrationKeys.QUERY]: query,
    [Modules.LOCKING]: inTurn(),
    [Modules.ORDER]: order,
    [Modules.INVENTORY]: inventory,
  };
  return { services, orders, reservations, variantOf, reprice, place };
}

/** One after the other for a key, in this process. */
function inTurn() {
  const last = new Map<string, Promise<unknown>>();
  return {
    execute<T>(keys: string[], work: () => Promise<T>): Promise<T> {
      const key = keys.join();
      const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
      last.set(
        key,
        mine.catch(() => undefined),
      );
      return mine;
    },
  };
}
