import { createInventoryItemsWorkflow } from "@medusajs/medusa/core-flows";
import type { MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { decideNewPool, type NewPool, type PriceMode } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { refuseWith, valueOf } from "../../lib/refusal";
import { gradeWords, produceWords } from "../../lib/words";
import type CooperativeService from "../../modules/cooperative/service";
import { poolStands } from "../../modules/pool/opening";
import type PoolService from "../../modules/pool/service";
import type VillageService from "../../modules/village/service";

export type OpenPoolInput = NewPool & {
  cooperative_id: string;
  village_id: string;
  produce: string;
  grade: string;
  /** How its sales reach the households; by sale when left out. */
  price_mode?: PriceMode;
  reason: string;
  person: string;
};

/** The name of a pool's stock in Medusa, made of what the pool is: pressed again after a crash, it is found and not made twice. */
const skuOf = ({ cooperative_id, village_id, produce, grade }: OpenPoolInput): string =>
  ["POOL", cooperative_id, village_id, produce, grade].join("-").toUpperCase();

/**
 * Opens a new pool: its stock in Medusa at the cooperative's one location, then the pool. Killed between the two, the stock
 * stands at 0 and is taken up by the next try. No compensation: an empty stock item that no pool names is sold by nobody.
 */
const openPoolStep = createStep("open-pool", async (input: OpenPoolInput, { container }) => {
  const pools: PoolService = container.resolve("pool");
  const villages: VillageService = container.resolve("village");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const counted = valueOf(decideNewPool(input));
  const [[village], [cooperative]] = await Promise.all([
    villages.villages([input.village_id]),
    cooperatives.cooperatives([input.cooperative_id]),
  ]);
  if (!cooperative || !village?.cooperative_ids.includes(cooperative.id)) {
    refuseWith("village_not_found", "Your cooperative takes no goods of this village.", "village_id");
  }
  const is = {
    cooperative_id: cooperative.id,
    origin_id: village.id,
    produce: input.produce,
    grade: input.grade,
  };
  if (await pools.opening.stands(is)) valueOf(poolStands());
  const title = `${village.name_zh} ${produceWords(input.produce).zh} ${gradeWords(input.grade).zh}`;
  const location_id = cooperative.stock_location_id;
  const inventory_item_id = await stockItem(container, { sku: skuOf(input), title, location_id });
  killPoint("pool_stock_made");
  const pool = valueOf(
    await pools.opening.make({
      ...is,
      origin_kind: "village",
      unit: input.unit,
      unit_g: counted.unit_g,
      blendable: input.blendable,
      ...(counted.pack_units === null ? {} : { pack_units: counted.pack_units }),
      inventory_item_id,
      location_id,
      tz: cooperative.tz,
      ...(input.price_mode === undefined ? {} : { price_mode: input.price_mode }),
      reason: input.reason,
      person: input.person,
    }),
  );
  return new StepResponse({ pool_id: pool.id });
});

export const openPoolWorkflow = createWorkflow("open-pool", (input: OpenPoolInput) => {
  return new WorkflowResponse(openPoolStep(input));
});

async function stockItem(
  container: MedusaContainer,
  { sku, title, location_id }: { sku: string; title: string; location_id: string },
): Promise<string> {
  const inventory = container.resolve(Modules.INVENTORY);
  const find = async () => (await inventory.listInventoryItems({ sku }, { select: ["id"], take: 1 }))[0]?.id;
  const stands = await find();
  if (stands !== undefined) return stands;
  try {
    const { result } = await createInventoryItemsWorkflow(container).run({
      input: {
        items: [{ sku, title, requires_shipping: true, location_levels: [{ location_id, stocked_quantity: 0 }] }],
      },
    });
    const [made] = result;
    if (!made) throw new Error(`no stock item was made for ${sku}`);
    return made.id;
  } catch (error) {
    // Two press at once: the name is taken by the other, whose item is this pool's.
    const other = await find();
    if (other !== undefined) return other;
    throw error;
  }
}
