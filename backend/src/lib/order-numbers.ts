import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";

/** The numbers people know orders by; null for one that is not there. */
export async function orderNumbers(
  container: MedusaContainer,
  order_ids: readonly string[],
): Promise<(order_id: string) => number | null> {
  if (order_ids.length === 0) return () => null;
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    fields: ["id", "display_id"],
    filters: { id: [...new Set(order_ids)] },
  });
  const numbers = new Map<string, number | null>(data.map((order) => [order.id, Number(order.display_id)]));
  return (order_id) => numbers.get(order_id) ?? null;
}
