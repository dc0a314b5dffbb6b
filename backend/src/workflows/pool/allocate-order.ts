import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { killPoint } from "../../lib/kill-point";
import type CooperativeService from "../../modules/cooperative/service";
import type CycleService from "../../modules/cycle/service";
import type PoolService from "../../modules/pool/service";
import { cartOfOrder } from "../checkout/cart-of-order";
import { orderLines } from "../checkout/lines";

/** Tells the order's cycle that it stands; this message is the one that is sure to come. */
async function waitsForCycle(container: MedusaContainer, order_id: string): Promise<boolean> {
  const cycles: CycleService = container.resolve("cycle");
  const cart_id = await cartOfOrder(container, order_id);
  return cart_id !== undefined && (await cycles.entries.confirm({ cart_id, order_id })) === "waits";
}

/** No compensation: the allocation is one transaction of the pool module, and cancelling an order releases it. */
const allocateOrderStep = createStep(
  "allocate-order",
  async (input: { order_id: string; message_id: string }, { container }) => {
    // Of an order cycle that is not over: it sends this message again when it lets the order go.
    if (await waitsForCycle(container, input.order_id)) return new StepResponse(undefined);
    const pools: PoolService = container.resolve("pool");
    const cooperatives: CooperativeService = container.resolve("cooperative");
    const lines = await orderLines(container, input.order_id);
    const owners = await pools.locationsOf(input.order_id);
    const floors = await cooperatives.floors.of([...new Set(owners.map((pool) => pool.cooperative_id))]);
    killPoint("before_allocate");
    await pools.allocateOrder({ ...input, lines, floors });
    killPoint("after_allocate");
    return new StepResponse(undefined);
  },
);

export const allocateOrderWorkflow = createWorkflow(
  "allocate-order",
  (input: { order_id: string; message_id: string }) => {
    allocateOrderStep(input);
    return new WorkflowResponse(input);
  },
);
