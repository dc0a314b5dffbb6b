import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { sendPdf } from "../../../../desk/shed/send-pdf";
import { requireHousehold } from "../../../scope";

/** One's own printed paper, as PDF. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const paper = await settlement.papers.paper(req.params.id ?? "", { household_id });
  if (!paper) refuseWith("paper_not_found", "There is no such paper.");
  if (!paper.file) refuseWith("paper_not_found", "It is being printed. Look again in a moment.");
  await sendPdf(res, { path: paper.file, name: `${paper.kind}-${paper.id}.pdf`, missing: "paper_not_found" });
}
