import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { decideFeePolicyWorkflow } from "../../../../../workflows/settlement/fee-policies";
import { readProposal } from "../../../../../workflows/settlement/read-fee-policies";
import { requireMember } from "../../../scope";
import type { DecideFeePolicyBody } from "../../validators";

/** The second person's word, or the maker's own to take it back. 403 `same_person` for who confirms what they proposed. */
export async function POST(req: AuthenticatedMedusaRequest<DecideFeePolicyBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id, role } = await requireMember(req, ["accountant"]);
  const proposal_id = req.params.id ?? "";
  await decideFeePolicyWorkflow(req.scope).run({
    input: { ...req.validatedBody, proposal_id, cooperative_id, person: member_id, is_manager: role === "manager" },
  });
  res.json({ proposal: await readProposal(req.scope, proposal_id, cooperative_id, member_id) });
}
