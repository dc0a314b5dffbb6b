import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../../lib/refusal";
import type CooperativeService from "../../../../../../../modules/cooperative/service";
import type PoolService from "../../../../../../../modules/pool/service";
import type { DecisionBody } from "../../../../../allocation-validators";
import { requireMember } from "../../../../../scope";
import { ruleView } from "../../fields";

/** A second person puts a proposed rule in force, or somebody drops it. It binds the allocations made from then on. */
export async function POST(req: AuthenticatedMedusaRequest<DecisionBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const decided = valueOf(
    await pools.rules.decide({
      rule_id: req.params.rule_id ?? "",
      pool_id: req.params.id ?? "",
      cooperative_id,
      decision: req.validatedBody.decision,
      person: member_id,
    }),
  );
  const people = await cooperatives.memberNames([decided.proposed_by, member_id]);
  res.json({ rule: ruleView(decided, people, member_id) });
}
