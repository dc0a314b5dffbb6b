import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";

/** Takes a box out of use. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, []);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const id = req.params.id ?? "";
  valueOf(await parcels.cartons.retire(id, cooperative_id));
  res.json({ carton: { id } });
}
