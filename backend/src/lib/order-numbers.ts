import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";

/** The numbers people know orders by. */
export async function orderNumbers(
  container: MedusaContainer,
  order_ids: readonly string[],
): Promise<Map<string, number | null>> {
  if (order_ids.length === 0) return new Map();
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    fields: ["id", "display_id"],
    filters: { id: [...new Set(order_ids)] },
  });
  return new Map(
    (data as { id: string; display_id?: number | null }[]).map((order) => [order.id, order.display_id ?? null]),
  );
}

/** By order, the province and city that it goes to. Of the address nothing else. */
export async function placesOfOrders(
  container: MedusaContainer,
  order_ids: readonly string[],
): Promise<Map<string, string>> {
  if (order_ids.length === 0) return new Map();
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    fields: ["id", "shipping_address.province", "shipping_address.city"],
    filters: { id: [...new Set(order_ids)] },
  });
  const orders = data as unknown as {
    id: string;
    shipping_address?: { province?: string | null; city?: string | null } | null;
  }[];
  return new Map(
    orders.flatMap(({ id, shipping_address: to }) => {
      const place = [...new Set([to?.province ?? "", to?.city ?? ""])].filter((part) => part !== "").join(" ");
      return place === "" ? [] : [[id, place] as const];
    }),
  );
}

/** Ids of the orders that people know by this number, written as "12" or "#12"; none when it is no number. */
export async function ordersByNumber(container: MedusaContainer, written: string): Promise<string[]> {
  const [, number] = /^#?(\d{1,9})$/.exec(written.normalize("NFKC").trim()) ?? [];
  if (number === undefined) return [];
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    fields: ["id"],
    filters: { display_id: Number(number) } as Record<string, unknown>,
  });
  return (data as { id: string }[]).map((order) => order.id);
}
