import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type ParcelService from "../../../../modules/parcel/service";
import { requireMember } from "../../scope";
import { paperFields } from "../../shed/views";

/** How far the printing of a paper is. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const paper = await parcels.papers.paper(req.params.id ?? "", cooperative_id);
  if (!paper) refuseWith("paper_not_found", "There is no such paper.");
  res.json({ paper: paperFields(paper) });
}
