import type { IInventoryService, ILockingModule } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { mirroredStock } from "@commonlot/domain";
import type PoolService from "../../modules/pool/service";

/**
 * Sets Medusa's level of every pool that changed, so that its clients show what may be bought: stocked - reserved = on hand -
 * held, under Medusa's own lock on the item. The mirror decides nothing; a pool that changes meanwhile is simply due again.
 * No compensation: it is a copy, made anew a moment later.
 */
const mirrorStockStep = createStep("mirror-stock", async (_input: undefined, { container }) => {
  const pools: PoolService = container.resolve("pool");
  const inventory: IInventoryService = container.resolve(Modules.INVENTORY);
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  const due = await pools.poolsToMirror();
  for (const pool of due) {
    await locking.execute([pool.inventory_item_id], async () => {
      const [level] = await inventory.listInventoryLevels({
        inventory_item_id: pool.inventory_item_id,
        location_id: pool.location_id,
      });
      if (!level) return;
      await inventory.updateInventoryLevels([
        {
          id: level.id,
          inventory_item_id: pool.inventory_item_id,
          location_id: pool.location_id,
          stocked_quantity: mirroredStock(pool.on_hand, pool.held, Number(level.reserved_quantity)),
        },
      ]);
    });
    await pools.markMirrored(pool.id, pool.version);
  }
  return new StepResponse(due.length);
});

export const mirrorStockWorkflow = createWorkflow("mirror-stock", () => {
  return new WorkflowResponse(mirrorStockStep());
});
