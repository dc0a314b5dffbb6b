import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";

/** Takes a rate back: it prices no offer any more. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { member_id, cooperative_id } = await requireMember(req, []);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const id = req.params.id ?? "";
  valueOf(await parcels.truckRates.withdraw({ id, cooperative_id, person: member_id }));
  res.json({ truck_rate: { id } });
}
