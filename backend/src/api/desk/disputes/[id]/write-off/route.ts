import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import type { SaidBody } from "../../../clawbacks/validators";
import { requireMember } from "../../../scope";

/** A lost dispute of more than was left is the cooperative's loss: a manager has looked. */
export async function POST(req: AuthenticatedMedusaRequest<SaidBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  const { words } = req.validatedBody;
  valueOf(await settlement.disputes.writeOff({ id, cooperative_id, person: member_id, words }));
  res.status(201).json({ dispute: { id } });
}
