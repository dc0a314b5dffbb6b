import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";
import { sendPdf } from "../../../shed/send-pdf";

/** The new label of a parcel that was relabelled, as PDF: one page. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const view = await parcels.packing.view(req.params.id ?? "", cooperative_id);
  if (!view) refuseWith("parcel_not_found", "There is no such parcel.");
  const file = await parcels.relabels.fileOf(view.id);
  if (!file) refuseWith("labels_not_found", "The new label is being printed. Look again in a moment.");
  await sendPdf(res, { path: file, name: `label-${view.number}.pdf`, missing: "labels_not_found" });
}
