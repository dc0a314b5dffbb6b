import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { killPoint } from "../../lib/kill-point";
import type CooperativeService from "../../modules/cooperative/service";
import type PoolService from "../../modules/pool/service";
import { orderLines } from "../checkout/lines";

/** No compensation: the allocation is one transaction of the pool module, and cancelling an order releases it. */
const allocateOrderStep = createStep(
  "allocate-order",
  async (input: { order_id: string; message_id: string }, { container }) => {
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
