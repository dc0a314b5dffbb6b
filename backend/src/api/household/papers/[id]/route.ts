import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type SettlementService from "../../../../modules/settlement/service";
import { moneyPaperFields } from "../../../desk/money-papers/views";
import { requireHousehold } from "../../scope";

/** How far the printing of one's own paper is. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const paper = await settlement.papers.paper(req.params.id ?? "", { household_id });
  if (!paper) refuseWith("paper_not_found", "There is no such paper.");
  res.json({ paper: moneyPaperFields(paper) });
}
