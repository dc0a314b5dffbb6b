import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";
import type { VersionBody } from "../../../villages/validators";

/** Nobody chooses it any more; what waits there is still given out. */
export async function POST(req: AuthenticatedMedusaRequest<VersionBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const id = req.params.id ?? "";
  valueOf(await parcels.pickupPoints.end({ cooperative_id, person: member_id }, id, req.validatedBody.seen));
  res.json({ point: { id } });
}
