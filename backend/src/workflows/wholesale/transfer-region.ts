import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { isByTransfer, TRANSFER_PROVIDER } from "@commonlot/domain";

/**
 * Medusa takes payments of a cart by providers of its region alone, so the region of a quote's cart has ours, from the first transfer on.
 * The shop neither shows it nor starts it (api/store/payments/no-transfer.ts).
 */
export async function allowTransfer(container: MedusaContainer, cart_id: string): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data: carts } = await query.graph({ entity: "cart", fields: ["region_id"], filters: { id: cart_id } });
  const region_id = carts[0]?.region_id;
  if (!region_id) throw new Error(`cart ${cart_id} has no region`);
  const { data } = await query.graph({
    entity: "region",
    fields: ["payment_providers.id"],
    filters: { id: region_id },
  });
  const region = data[0] as unknown as { payment_providers?: ({ id: string } | null)[] | null } | undefined;
  if ((region?.payment_providers ?? []).some((one) => one && isByTransfer({ provider_id: one.id }))) return;
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.REGION]: { region_id },
    [Modules.PAYMENT]: { payment_provider_id: TRANSFER_PROVIDER },
  });
}
