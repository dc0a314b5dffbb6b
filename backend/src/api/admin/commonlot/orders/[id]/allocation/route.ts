import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { produceWords } from "../../../../../../lib/words";
import type CooperativeService from "../../../../../../modules/cooperative/service";
import { ALLOCATION_PAGE } from "../../../../../../modules/pool/allocation-views";
import type PoolService from "../../../../../../modules/pool/service";
import type { AllocationQuery } from "../../../../../desk/allocation-validators";

/** For the operator: which lots fill an order, with the reason each household reads. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { after } = req.validatedQuery as AllocationQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const lots = await pools.allocationViews.ofOrder(req.params.id ?? "", { after });
  const households = await cooperatives.householdsById([...new Set(lots.map((lot) => lot.household_id))]);
  const names = new Map(households.map((household) => [household.household_id, household.name]));
  res.json({
    lots: lots.map((lot) => ({
      id: lot.id,
      produce: produceWords(lot.produce),
      lot_number: lot.lot_number,
      household: names.get(lot.household_id) ?? "",
      unit: lot.unit,
      units: lot.units,
      shipped: lot.shipped,
      state: lot.state,
      rule: lot.rule,
      why: lot.why,
    })),
    next: lots.length < ALLOCATION_PAGE ? null : (lots.at(-1)?.id ?? null),
  });
}
