import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { leastTake } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import type PoolService from "../../../../../modules/pool/service";
import type { RuleBody, RulesQuery } from "../../../allocation-validators";
import { requireMember } from "../../../scope";
import { ruleView } from "./fields";

/** A page of versions is as long as the pool's history makes it; a shorter one is the last. */
const PAGE = 50;

/** The rule in force, and every version with who, when and why. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req);
  const { before_version } = req.validatedQuery as RulesQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const pool = await pools.poolOf(req.params.id ?? "", cooperative_id);
  if (!pool) refuseWith("pool_not_found", "There is no such pool in your cooperative.");
  const [in_force, history] = await Promise.all([
    pools.rules.inForce(pool.id),
    pools.rules.history(pool.id, before_version),
  ]);
  if (!in_force) throw new Error(`pool ${pool.id} has no rule`);
  const people = await cooperatives.memberNames(
    history.flatMap((version) => [version.proposed_by, ...(version.decided_by === null ? [] : [version.decided_by])]),
  );
  const { version, rule, cap_units, min_take_units, season_days } = in_force;
  res.json({
    // `least_units`: what holds, set by somebody or by the pool's nature; 0 for any amount.
    in_force: { version, rule, cap_units, min_take_units, least_units: leastTake(in_force, pool), season_days },
    versions: history.map((one) => ruleView(one, people, member_id)),
    next: history.length < PAGE ? null : (history.at(-1)?.version ?? null),
  });
}

/** Proposes another rule; a second person puts it in force. */
export async function POST(req: AuthenticatedMedusaRequest<RuleBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id, name } = await requireMember(req, ["accountant"]);
  const pools: PoolService = req.scope.resolve("pool");
  const { reason, ...rule } = req.validatedBody;
  const proposed = valueOf(
    await pools.rules.propose({ pool_id: req.params.id ?? "", cooperative_id, rule, reason, person: member_id }),
  );
  res.status(201).json({ rule: ruleView(proposed, new Map([[member_id, name]]), member_id) });
}
