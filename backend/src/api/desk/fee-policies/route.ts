import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { proposeFeePolicyWorkflow } from "../../../workflows/settlement/fee-policies";
import { readFeePolicies, readProposal } from "../../../workflows/settlement/read-fee-policies";
import { requireMember } from "../scope";
import type { FeePoliciesQuery, ProposeFeePolicyBody } from "./validators";

/** What my cooperative's sales are divided by: what counts, what will, what waits for a second person, and every version. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id, role } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as FeePoliciesQuery;
  const found = await readFeePolicies(req.scope, cooperative_id, member_id, query);
  res.json({ ...found, may_decide: role === "manager" });
}

/** Proposes other rates; a manager who is another person puts them in force. */
export async function POST(req: AuthenticatedMedusaRequest<ProposeFeePolicyBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const { result } = await proposeFeePolicyWorkflow(req.scope).run({
    input: { ...req.validatedBody, cooperative_id, person: member_id, by_operator: false },
  });
  res.status(201).json({ proposal: await readProposal(req.scope, result.id, cooperative_id, member_id) });
}
