import type { IInventoryService, ILockingModule, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { isForSale, mirroredStock } from "@commonlot/domain";
import { rows } from "../../lib/sql";
import type PoolService from "../../modules/pool/service";
import type ShopService from "../../modules/shop/service";

/**
 * Sets Medusa's level of every pool that changed, so that its clients show what may be bought: stocked - reserved = on hand -
 * held, under Medusa's own lock on the item. The mirror decides nothing; a pool that changes meanwhile is simply due again.
 * No compensation: it is a copy, made anew a moment later.
 */
const mirrorStockStep = createStep("mirror-stock", async (_input: undefined, { container }) => {
  const pools: PoolService = container.resolve("pool");
  const inventory: IInventoryService = container.resolve(Modules.INVENTORY);
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  const shop: ShopService = container.resolve("shop");
  const due = await pools.poolsToMirror();
  // Before any is marked: what dies in between is due again, and buyers find what ran out or came back.
  if (due.length > 0) {
    const smallest = await smallestPacks(
      container,
      due.map((pool) => pool.inventory_item_id),
    );
    await shop.noticeStock(
      due.map((pool) => ({
        pool_id: pool.id,
        in_stock: isForSale(pool.free, smallest.get(pool.inventory_item_id) ?? []),
      })),
    );
  }
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

/** Inventory item -> units of the smallest pack that takes from it. */
async function smallestPacks(container: MedusaContainer, items: readonly string[]): Promise<Map<string, number[]>> {
  const found = await rows<{ item: string; units: number }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select inventory_item_id as item, min(required_quantity)::float8 as units from product_variant_inventory_item
     where inventory_item_id = any(?) and deleted_at is null group by 1`,
    [[...items]],
  );
  return new Map(found.map(({ item, units }) => [item, [units]]));
}

export const mirrorStockWorkflow = createWorkflow("mirror-stock", () => {
  return new WorkflowResponse(mirrorStockStep());
});

/**
 * Finds pools whose level says something else although nothing of ours changed since it was set, and makes them due again.
 * Medusa lowers stocked and reserved of a fulfilment in two steps: a mirror that looks in between copies a sum that is gone
 * a moment later. No compensation: being due once too often does no harm.
 */
const findDriftedStockStep = createStep("find-drifted-stock", async (_input: undefined, { container }) => {
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const pools: PoolService = container.resolve("pool");
  const drifted = await rows<{ inventory_item_id: string }>(
    sql,
    `select p.inventory_item_id from pool p
     join inventory_level l on l.inventory_item_id = p.inventory_item_id and l.location_id = p.location_id and l.deleted_at is null
     where p.version = p.mirrored_version and l.stocked_quantity - l.reserved_quantity <> greatest(0, p.on_hand - p.held)`,
  );
  if (drifted.length > 0) await pools.touchPools(drifted.map((pool) => pool.inventory_item_id));
  return new StepResponse(drifted.length);
});

export const findDriftedStockWorkflow = createWorkflow("find-drifted-stock", () => {
  return new WorkflowResponse(findDriftedStockStep());
});
