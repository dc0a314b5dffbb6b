import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type SettlementService from "../../../modules/settlement/service";
import type { CapBody } from "../clawbacks/validators";
import { capView } from "../clawbacks/views";
import { namesOf } from "../ledger/views";
import { requireMember } from "../scope";

/** How much of a payout may go towards a clawback, every version of it, and the cooperative's reserve. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const [cap_bp, versions, reserves] = await Promise.all([
    settlement.clawbacks.caps.inForce(cooperative_id),
    settlement.clawbacks.caps.history(cooperative_id),
    settlement.clawbacks.reserves.of(cooperative_id),
  ]);
  const names = await namesOf(req.scope, { members: versions.flatMap((one) => [one.proposed_by, one.decided_by]) });
  res.json({ cap_bp, versions: versions.map((one) => capView(one, names, member_id)), reserves });
}

/** Proposes another; a second person puts it in force. */
export async function POST(req: AuthenticatedMedusaRequest<CapBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { cap_bp, words: reason } = req.validatedBody;
  const made = valueOf(await settlement.clawbacks.caps.propose({ cooperative_id, cap_bp, reason, person: member_id }));
  res.status(201).json({ version: capView(made, await namesOf(req.scope, { members: [member_id] }), member_id) });
}
