import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import type { SaidBody } from "../../../clawbacks/validators";
import { requireMember } from "../../../scope";

/** What was found out, or sent to the bank as evidence. */
export async function POST(req: AuthenticatedMedusaRequest<SaidBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  valueOf(await settlement.disputes.note({ id, cooperative_id, person: member_id, words: req.validatedBody.words }));
  res.status(201).json({ dispute: { id } });
}
