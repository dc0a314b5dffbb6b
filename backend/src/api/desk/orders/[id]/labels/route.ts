import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";
import { sendPdf } from "../../../shed/send-pdf";
import type { LabelsQuery } from "../../validators";

/** One file of the newest print of an order's labels for my cooperative's parcels, as PDF: the first, or the part asked for. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const { part } = req.validatedQuery as unknown as LabelsQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const { sheets } = await parcels.labelPrint(req.params.id ?? "", cooperative_id);
  const sheet = sheets.find((one) => one.part === part);
  if (!sheet)
    refuseWith(
      "labels_not_found",
      "There are no labels of this order here. They are printed a moment after it is paid.",
    );
  await sendPdf(res, { path: sheet.file, name: `labels-${sheet.id}.pdf`, missing: "labels_not_found" });
}
