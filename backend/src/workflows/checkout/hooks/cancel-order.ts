import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows";
import type CycleService from "../../../modules/cycle/service";
import type OutboxService from "../../../modules/outbox/service";
import type ParcelService from "../../../modules/parcel/service";
import type PoolService from "../../../modules/pool/service";
import type WholesaleService from "../../../modules/wholesale/service";
import { cartOfOrder } from "../cart-of-order";

/**
 * However an order is cancelled (Admin, API, a refused capture), its kilos go back to the pool, and the message goes out that
 * finishes the rest: parcels and money. A replacement's claim hears of it here, and a company's limits. Harmless when repeated.
 */
cancelOrderWorkflow.hooks.orderCanceled(async ({ order }, { container }) => {
  const order_id = (order as { id: string }).id;
  const pools: PoolService = container.resolve("pool");
  const outbox: OutboxService = container.resolve("outbox");
  const parcels: ParcelService = container.resolve("parcel");
  const cycles: CycleService = container.resolve("cycle");
  await parcels.claims.orderGone(order_id);
  await cycles.entries.leave(order_id);
  const { orders }: WholesaleService = container.resolve("wholesale");
  const cart_id = await cartOfOrder(container, order_id);
  if (cart_id !== undefined) await orders.cancelled(cart_id);
  await pools.releaseOrder({ order_id, reason: "order cancelled", person: "system" });
  await outbox.sendAll([
    { job: "cancel-order", payload: { order_id }, dedup_key: `${order_id}:cancelled` },
    { job: "order-notice", payload: { order_id, about: "canceled" }, dedup_key: `${order_id}:canceled` },
  ]);
  return new StepResponse(undefined);
});
