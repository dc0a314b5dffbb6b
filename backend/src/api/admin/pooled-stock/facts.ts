import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";

/** What an open order change belongs to. */
export type ChangeOwner = "order" | "exchange" | "claim";

/** Variants of an order's lines; none when there is no such order (then Medusa says so itself). */
export async function variantsOfOrder(container: MedusaContainer, order_id: string): Promise<string[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "order", fields: ["id", "items.*"], filters: { id: order_id } });
  return (data[0]?.items ?? []).flatMap((item) => (item?.variant_id ? [item.variant_id] : []));
}

interface Change {
  actions?: ({ action?: string; details?: { reference_id?: string } | null } | null)[];
}

/** Variants that an open change would add to an order or send out. */
export async function addedVariants(container: MedusaContainer, owner: ChangeOwner, id: string): Promise<string[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order_change",
    fields: ["id", "actions.action", "actions.details"],
    filters: { [`${owner}_id`]: id, status: ["pending", "requested"] },
  });
  const lines = (data as Change[]).flatMap((change) =>
    (change.actions ?? []).flatMap((one) =>
      one?.action === "ITEM_ADD" && one.details?.reference_id ? [one.details.reference_id] : [],
    ),
  );
  if (lines.length === 0) return [];
  const { data: items } = await query.graph({
    entity: "order_line_item",
    fields: ["id", "variant_id"],
    filters: { id: lines },
  });
  return (items as { variant_id?: string | null }[]).flatMap((item) => (item.variant_id ? [item.variant_id] : []));
}
