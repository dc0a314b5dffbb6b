import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { row } from "../lib/sql";
import type OutboxService from "../modules/outbox/service";

/** A pack or its price was changed in Medusa: its product's row of the search index follows. See index-product.ts. */
export default async function indexVariant({ event, container }: SubscriberArgs<{ id: string }>): Promise<void> {
  // One that is deleted still says whose it was.
  const found = await row<{ product_id: string | null }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select product_id from product_variant where id = ?`,
    [event.data.id],
  );
  if (!found?.product_id) return;
  const outbox: OutboxService = container.resolve("outbox");
  await outbox.send({ job: "index-shop", payload: { kind: "product", ids: [found.product_id] } });
}

export const config: SubscriberConfig = {
  event: ["product-variant.created", "product-variant.updated", "product-variant.deleted"],
};
