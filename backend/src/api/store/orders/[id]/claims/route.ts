import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { openClaim } from "../../../../../workflows/parcel/claim/open";
import type { ReportBody } from "../../../../desk/claims/validators";
import { daysForClaims } from "../../../../../workflows/wholesale/delivery";
import { requireBuyer } from "../../buyer";

/** A buyer reports that a parcel of their order did not come, is damaged, or lacks something. */
export async function POST(req: MedusaRequest<ReportBody>, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  const { parcel_number, ...said } = req.validatedBody;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const parcel = await parcels.parcelByNumber(parcel_number);
  if (!parcel || parcel.order_id !== req.params.id)
    refuseWith("parcel_not_found", "There is no such parcel in this order.");
  const claim = await openClaim(req.scope, {
    ...said,
    parcel_id: parcel.id,
    cooperative_id: parcel.cooperative_id,
    person: "buyer",
    source: "buyer",
    at_least_days: await daysForClaims(req.scope, parcel),
  });
  res.status(201).json({ claim: { id: claim.id, number: claim.number, state: claim.state } });
}
