import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import type { ReversalBody } from "../../../reversals/validators";
import { requireMember } from "../../../scope";

/** Asks that a transfer is taken back; another person lets it go. */
export async function POST(req: AuthenticatedMedusaRequest<ReversalBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { reason } = req.validatedBody;
  const payout_id = req.params.id ?? "";
  const id = valueOf(await settlement.reversals.propose({ payout_id, cooperative_id, reason, person: member_id }));
  res.status(201).json({ reversal: { id } });
}
