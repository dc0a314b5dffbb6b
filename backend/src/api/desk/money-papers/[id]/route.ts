import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type SettlementService from "../../../../modules/settlement/service";
import { requireMember } from "../../scope";
import { moneyPaperFields } from "../views";

/** How far the printing of a paper is. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const paper = await settlement.papers.paper(req.params.id ?? "", { cooperative_id });
  if (!paper) refuseWith("paper_not_found", "There is no such paper.");
  res.json({ paper: moneyPaperFields(paper) });
}
