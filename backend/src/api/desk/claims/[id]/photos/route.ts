import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { keepClaimPhoto } from "../../../../../workflows/parcel/claim/photo";
import { requireMember } from "../../../scope";

/** Keeps a picture of a claim: the body is the file. 201, or 200 when this picture is there already. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer", "weigher"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const claim = await parcels.claims.byId(req.params.id ?? "", cooperative_id);
  if (!claim) refuseWith("claim_not_found", "There is no such claim.");
  const { photo, repeated } = await keepClaimPhoto(req.scope, req, { claim_id: claim.id, person: member_id });
  res.status(repeated ? 200 : 201).json({ photo });
}
