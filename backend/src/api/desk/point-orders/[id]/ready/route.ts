import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import type PoolService from "../../../../../modules/pool/service";
import type SettlementService from "../../../../../modules/settlement/service";
import { requireMember } from "../../../scope";

/** It stands at the point: its buyer is told. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const pools: PoolService = req.scope.resolve("pool");
  const recalled_lots = await pools.recalls.lotsOf(cooperative_id);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const unpaid_orders = await settlement.receivables.undispatchable(cooperative_id);
  const of = { id: req.params.id ?? "", cooperative_id, person: member_id };
  res.json(valueOf(await parcels.pointOrders.ready({ ...of, recalled_lots, unpaid_orders })));
}
