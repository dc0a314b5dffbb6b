import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type PoolService from "../../../modules/pool/service";
import { lotView } from "../../desk/views";
import { requireHousehold } from "../scope";

/** The household's own lots, newest first: what was handed in, sold, held, left, lost. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const pools: PoolService = req.scope.resolve("pool");
  const lots = await pools.lotsOfHousehold(household_id);
  res.json({ lots: lots.map(lotView) });
}
