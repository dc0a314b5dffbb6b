import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { refuseWith, valueOf } from "../../lib/refusal";
import { todayOf } from "../../lib/today";
import type CooperativeService from "../../modules/cooperative/service";
import type PoolService from "../../modules/pool/service";
import type { OpenPricePoolInput } from "../../modules/settlement/price-pools";
import type SettlementService from "../../modules/settlement/service";

/** The pools must be the cooperative's own and priced by the average; then one write. No compensation: nothing follows it. */
const openStep = createStep("open-price-pool", async (input: OpenPricePoolInput, { container }) => {
  const pools: PoolService = container.resolve("pool");
  const settlement: SettlementService = container.resolve("settlement");
  const modes = await pools.pricing.modesOf(
    input.cooperative_id,
    input.members.map((one) => one.pool_id),
  );
  for (const { pool_id } of input.members) {
    const mode = modes.get(pool_id);
    if (mode === undefined) refuseWith("pool_not_found", "There is no such pool in your cooperative.", "members");
    if (mode !== "pool_average") {
      refuseWith(
        "not_averaged",
        "One of these pools is not priced by the average of a period: nothing was opened.",
        "members",
      );
    }
  }
  return new StepResponse(valueOf(await settlement.pricePools.open(input)));
});

export const openPricePoolWorkflow = createWorkflow("open-price-pool", (input: OpenPricePoolInput) => {
  return new WorkflowResponse(openStep(input));
});

interface CloseInput {
  price_pool_id: string;
  cooperative_id: string;
  person: string;
}

/** Reads the lots as the pools have them now, then closes: one write. No compensation: a closed one can be opened again. */
const closeStep = createStep("close-price-pool", async (input: CloseInput, { container }) => {
  const pools: PoolService = container.resolve("pool");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const settlement: SettlementService = container.resolve("settlement");
  const pool = valueOf(await settlement.pricePools.members(input.price_pool_id, input.cooperative_id));
  const [[own], lots] = await Promise.all([
    cooperatives.cooperatives([input.cooperative_id]),
    pools.pricing.acceptedLots({
      cooperative_id: input.cooperative_id,
      pool_ids: pool.members.map((one) => one.pool_id),
      from: pool.from_date,
      to: pool.to_date,
    }),
  ]);
  const today = todayOf(own);
  const closed = valueOf(await settlement.pricePools.close({ ...input, today, lots }));
  return new StepResponse({ revision: closed.revision, lots: closed.lots, shared_minor: Number(closed.shared_minor) });
});

export const closePricePoolWorkflow = createWorkflow("close-price-pool", (input: CloseInput) => {
  return new WorkflowResponse(closeStep(input));
});
