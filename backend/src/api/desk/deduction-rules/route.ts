import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import { requireMember } from "../scope";
import type { DeductionRuleBody } from "../weigh-in/validators";

/** Rows shown: a cooperative changes its table a few times a season. */
const SHOWN = 200;

/** The cooperative's table of deductions with its history: who entered what from when. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const rules = await pools.deductionRules.history(cooperative_id, SHOWN);
  const names = await cooperatives.memberNames([...new Set(rules.map((rule) => rule.entered_by))]);
  res.json({
    rules: rules.map(({ id, produce, kind, method, base_bp, limit_bp, from_day, entered_by, at }) => ({
      id,
      produce,
      kind,
      method,
      base_bp,
      limit_bp,
      from_day,
      entered_by: names.get(entered_by) ?? "",
      at: at.toISOString(),
    })),
  });
}

/** A rule from a day on. Lots weighed before keep what stands on their tickets. */
export async function POST(req: AuthenticatedMedusaRequest<DeductionRuleBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["manager"]);
  const pools: PoolService = req.scope.resolve("pool");
  const { produce, from_day, ...rule } = req.validatedBody;
  const id = await pools.deductionRules.enter({ cooperative_id, produce, from_day, rule, person: member_id });
  res.status(201).json({ rule: { id, ...req.validatedBody } });
}
