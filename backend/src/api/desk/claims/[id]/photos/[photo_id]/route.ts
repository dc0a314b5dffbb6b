import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendLotPhoto } from "../../../../../../lib/send-photo";
import type ParcelService from "../../../../../../modules/parcel/service";
import { requireMember } from "../../../../scope";

/** A picture of a claim, for the cooperative. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const claim = await parcels.claims.byId(req.params.id ?? "", cooperative_id);
  await sendLotPhoto(res, claim ? await parcels.claims.photos.of(claim.id) : [], req.params.photo_id ?? "");
}
