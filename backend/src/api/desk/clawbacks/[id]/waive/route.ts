import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import type { SaidBody } from "../../validators";
import { requireMember } from "../../../scope";

/** An objection is upheld: the household owes it no more and gets back what was taken. For the manager. */
export async function POST(req: AuthenticatedMedusaRequest<SaidBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  const { words: reason } = req.validatedBody;
  const state = valueOf(await settlement.clawbacks.waive({ id, cooperative_id, person: member_id, reason }));
  res.json({ clawback: { id, state } });
}
