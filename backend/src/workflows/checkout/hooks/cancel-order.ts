import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows";
import type PoolService from "../../../modules/pool/service";

/** However an order is cancelled (Admin, API, a refused capture), its kilos go back to the pool. Harmless when they are back. */
cancelOrderWorkflow.hooks.orderCanceled(async ({ order }, { container }) => {
  const pools: PoolService = container.resolve("pool");
  await pools.releaseOrder({ order_id: (order as { id: string }).id, reason: "order cancelled", person: "system" });
  return new StepResponse(undefined);
});
