import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { decideFeePolicyWorkflow } from "../../../../../../workflows/settlement/fee-policies";
import { readProposal } from "../../../../../../workflows/settlement/read-fee-policies";
import type { OperatorWithdrawBody } from "../../../../../desk/fee-policies/validators";

/** The operator takes back what the operator proposed. */
export async function POST(req: AuthenticatedMedusaRequest<OperatorWithdrawBody>, res: MedusaResponse): Promise<void> {
  const person = req.auth_context.actor_id;
  const { cooperative_id, words } = req.validatedBody;
  const proposal_id = req.params.id ?? "";
  await decideFeePolicyWorkflow(req.scope).run({
    input: { proposal_id, cooperative_id, decision: "withdrawn", words, person, is_manager: false },
  });
  res.json({ proposal: await readProposal(req.scope, proposal_id, cooperative_id, person) });
}
