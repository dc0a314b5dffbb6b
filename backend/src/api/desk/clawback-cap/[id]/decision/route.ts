import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import type { CapDecisionBody } from "../../../clawbacks/validators";
import { capView } from "../../../clawbacks/views";
import { namesOf } from "../../../ledger/views";
import { requireMember } from "../../../scope";

/** A second person puts a proposal in force, or somebody drops it. */
export async function POST(req: AuthenticatedMedusaRequest<CapDecisionBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { decision } = req.validatedBody;
  const id = req.params.id ?? "";
  const decided = valueOf(await settlement.clawbacks.caps.decide({ id, cooperative_id, decision, person: member_id }));
  const names = await namesOf(req.scope, { members: [decided.proposed_by, decided.decided_by] });
  res.json({ version: capView(decided, names, member_id) });
}
