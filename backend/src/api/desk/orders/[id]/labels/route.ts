import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../../../../../env";
import { refuseWith } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";

/** The newest label sheet of an order for my cooperative's parcels, as PDF. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const [sheet] = await parcels.labelSheets(req.params.id ?? "", member.cooperative_id);
  if (!sheet)
    refuseWith(
      "labels_not_found",
      "There are no labels of this order here. They are printed a moment after it is paid.",
    );
  const file = path.join(readEnv().FILES_DIR, sheet.file);
  const found = await stat(file).catch(() => undefined);
  if (!found) refuseWith("labels_not_found", "The label file is not on this machine. Print the labels again.");
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Length", found.size);
  res.setHeader("Content-Disposition", `attachment; filename="labels-${sheet.id}.pdf"`);
  res.setHeader("Cache-Control", "private, no-store");
  await pipeline(createReadStream(file), res).catch(() => undefined);
}
