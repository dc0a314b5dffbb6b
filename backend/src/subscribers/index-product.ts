import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework";
import type OutboxService from "../modules/outbox/service";

/**
 * A product was changed in Medusa: its row of the search index follows within a second. Events have no table, so one may be lost in
 * a crash; the task `find-changed-products` finds what they missed.
 */
export default async function indexProduct({ event, container }: SubscriberArgs<{ id: string }>): Promise<void> {
  const outbox: OutboxService = container.resolve("outbox");
  await outbox.send({ job: "index-shop", payload: { kind: "product", ids: [event.data.id] } });
}

export const config: SubscriberConfig = { event: ["product.created", "product.updated", "product.deleted"] };
