import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type SettlementService from "../../../modules/settlement/service";
import { requireMember } from "../scope";
import type { MoneyPaperBody } from "./validators";
import { moneyPaperFields } from "./views";

/** Asks for a paper about money; a job draws it. 202: look again in a moment. */
export async function POST(req: AuthenticatedMedusaRequest<MoneyPaperBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { kind, language, part, ...of } = req.validatedBody;
  const paper = await settlement.papers.ask({
    kind,
    language,
    part,
    of,
    person: member_id,
    within: { cooperative_id },
  });
  res.status(202).json({ paper: moneyPaperFields(valueOf(paper)) });
}
