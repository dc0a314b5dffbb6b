import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { requireMember } from "../../../scope";
import type { ReversalDecisionBody } from "../../validators";

/** The second person lets it go, or it is dropped. */
export async function POST(req: AuthenticatedMedusaRequest<ReversalDecisionBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const asked = { id: req.params.id ?? "", cooperative_id, person: member_id, ...req.validatedBody };
  res.json({ reversal: { id: asked.id, state: valueOf(await settlement.reversals.decide(asked)) } });
}
