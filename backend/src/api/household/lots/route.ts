import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type PoolService from "../../../modules/pool/service";
import { lotView } from "../../desk/views";
import { requireHousehold } from "../scope";

/** The household's own lots, newest first: what was handed in, sold, held, left, lost, and why each order took what it took. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const pools: PoolService = req.scope.resolve("pool");
  const lots = await pools.lotsOfHousehold(household_id);
  const reasons = await pools.allocationViews.reasonsOfLots(lots.map((lot) => lot.lot_id));
  res.json({
    lots: lots.map((lot) => ({
      ...lotView(lot),
      reasons: reasons
        .filter((reason) => reason.lot_id === lot.lot_id)
        .map(({ at, units, state, why, swaps }) => ({ at: at.toISOString(), units, state, why, swaps })),
    })),
  });
}
