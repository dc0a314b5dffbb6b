import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../../../lib/refusal";
import type ParcelService from "../../../../../../../modules/parcel/service";
import { keepClaimPhoto } from "../../../../../../../workflows/parcel/claim/photo";
import { requireBuyer } from "../../../../buyer";

/** A buyer's picture of what came: the body is the file. It is shown to the cooperative and to nobody else. */
export async function POST(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const claim = await parcels.claims.byId(req.params.claim_id ?? "");
  if (!claim || claim.order_id !== req.params.id)
    refuseWith("claim_not_found", "There is no such report for this order.");
  const { repeated } = await keepClaimPhoto(req.scope, req, { claim_id: claim.id, person: "buyer" });
  res.status(repeated ? 200 : 201).json({ kept: true });
}
