import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { killPoint } from "../../lib/kill-point";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";

/**
 * The parcels of an order follow a swap of its lots; when they are packed already the swap goes back. No compensation: either end
 * leaves parcels and allocation equal, and a run that dies between finds the same question again.
 */
const refitParcelsStep = createStep("refit-parcels", async (input: { swap_id: string }, { container }) => {
  const pools: PoolService = container.resolve("pool");
  const parcels: ParcelService = container.resolve("parcel");
  const swap = await pools.swaps.byId(input.swap_id);
  if (!swap) throw new Error(`there is no swap ${input.swap_id}`);
  const refitted = await parcels.refits.refit(swap.order_id, await pools.allocationsOfOrder(swap.order_id));
  killPoint("after_refit");
  // Its parcels are being written: asked again when they are.
  if (!refitted.ok && refitted.refusal.reason === "being_planned") throw new Error(refitted.refusal.message);
  if (!refitted.ok) await pools.swaps.undo(swap.id);
  return new StepResponse({ refitted: refitted.ok });
});

export const refitParcelsWorkflow = createWorkflow("refit-parcels", (input: { swap_id: string }) => {
  return new WorkflowResponse(refitParcelsStep(input));
});
