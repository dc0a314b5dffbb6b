import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { runsOfHandover } from "../../../../../workflows/wholesale/delivery-notes";
import { noteFields } from "../../../../wholesale/quotes/fields";
import { requireMember } from "../../../scope";

/** Delivery notes of what left on a truck with this handover: one for each order. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const handover = await parcels.handovers.view(req.params.id ?? "", cooperative_id);
  if (!handover) refuseWith("handover_not_found", "There is no such handover.");
  const runs = await runsOfHandover(req.scope, { handover_id: handover.id, cooperative_id });
  res.json({ delivery_notes: runs.map(noteFields) });
}
