import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";
import type { AddBody } from "../../../shed/validators";

/** Adds what waits of these orders: successors of parcels that were planned anew, or more orders. */
export async function POST(req: AuthenticatedMedusaRequest<AddBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const wave_id = req.params.id ?? "";
  const { taken, left } = valueOf(await parcels.waves.add({ ...req.validatedBody, wave_id, cooperative_id }));
  res.json({ taken, left });
}
