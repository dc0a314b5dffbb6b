import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../../modules/cooperative/service";
import { proposeFeePolicyWorkflow } from "../../../../workflows/settlement/fee-policies";
import { readFeePolicies, readProposal } from "../../../../workflows/settlement/read-fee-policies";
import type { OperatorPoliciesQuery, OperatorProposalBody } from "../../../desk/fee-policies/validators";

/** For the operator: the cooperatives there are, and the rates of the one that is asked for. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, ...query } = req.validatedQuery as unknown as OperatorPoliciesQuery;
  const service: CooperativeService = req.scope.resolve("cooperative");
  const cooperatives = (await service.cooperatives()).map((one) => ({
    id: one.id,
    name: { zh: one.name_zh, en: one.name_en },
  }));
  const found =
    cooperative_id === undefined
      ? null
      : await readFeePolicies(req.scope, cooperative_id, req.auth_context.actor_id, query);
  res.json({ ...found, cooperatives });
}

/** The platform's own terms are proposed here (its percentage, who sells); the cooperative's manager confirms them at the desk. */
export async function POST(req: AuthenticatedMedusaRequest<OperatorProposalBody>, res: MedusaResponse): Promise<void> {
  const person = req.auth_context.actor_id;
  const { cooperative_id } = req.validatedBody;
  const { result } = await proposeFeePolicyWorkflow(req.scope).run({
    input: { ...req.validatedBody, person, by_operator: true },
  });
  res.status(201).json({ proposal: await readProposal(req.scope, result.id, cooperative_id, person) });
}
