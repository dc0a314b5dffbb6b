import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type SettlementService from "../../../modules/settlement/service";
import type { OwnPaperBody } from "../../desk/money-papers/validators";
import { moneyPaperFields } from "../../desk/money-papers/views";
import { requireHousehold } from "../scope";

/** Asks for the household's own statement or remittance advice as a PDF. A relative who may look may print. */
export async function POST(req: AuthenticatedMedusaRequest<OwnPaperBody>, res: MedusaResponse): Promise<void> {
  const { household_id, actor } = await requireHousehold(req, "look");
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { kind, language, ...of } = req.validatedBody;
  const paper = await settlement.papers.ask({ kind, language, of, person: actor.id, within: { household_id } });
  res.status(202).json({ paper: moneyPaperFields(valueOf(paper)) });
}
