import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { row } from "../lib/sql";
import type OutboxService from "../modules/outbox/service";

/** The English of a product or of a pack was changed in Medusa: its row of the search index follows. See index-product.ts. */
export default async function indexTranslation({ event, container }: SubscriberArgs<{ id: string }>): Promise<void> {
  const found = await row<{ product_id: string | null }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select case t.reference when 'product' then t.reference_id else v.product_id end as product_id
     from translation t left join product_variant v on v.id = t.reference_id
     where t.id = ? and t.reference in ('product', 'product_variant')`,
    [event.data.id],
  );
  if (!found?.product_id) return;
  const outbox: OutboxService = container.resolve("outbox");
  await outbox.send({ job: "index-shop", payload: { kind: "product", ids: [found.product_id] } });
}

export const config: SubscriberConfig = {
  event: ["translation.created", "translation.updated", "translation.deleted"],
};
