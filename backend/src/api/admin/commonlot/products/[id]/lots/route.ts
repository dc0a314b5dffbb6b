import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type CooperativeService from "../../../../../../modules/cooperative/service";
import { ALLOCATION_PAGE } from "../../../../../../modules/pool/allocation-views";
import type PoolService from "../../../../../../modules/pool/service";
import type { AllocationQuery } from "../../../../../desk/allocation-validators";

/** For the operator: the lots with something left behind a product's packs. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { after } = req.validatedQuery as AllocationQuery;
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY);
  const { data: variants } = await query.graph({
    entity: "variant",
    fields: ["id", "inventory_items.inventory_item_id"],
    filters: { product_id: req.params.id ?? "" },
  });
  const items = variants.flatMap((variant) =>
    (variant.inventory_items ?? []).flatMap((link) => (link ? [link.inventory_item_id] : [])),
  );
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const lots = await pools.allocationViews.lotsOfItems([...new Set(items)], after);
  const households = await cooperatives.householdsById([...new Set(lots.map((lot) => lot.household_id))]);
  const names = new Map(households.map((household) => [household.household_id, household.name]));
  res.json({
    lots: lots.map(({ household_id, ...lot }) => ({ ...lot, household: names.get(household_id) ?? "" })),
    next: lots.length < ALLOCATION_PAGE ? null : (lots.at(-1)?.lot_id ?? null),
  });
}
