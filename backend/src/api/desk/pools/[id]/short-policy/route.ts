import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith, valueOf } from "../../../../../lib/refusal";
import { gradeWords, produceWords } from "../../../../../lib/words";
import type CooperativeService from "../../../../../modules/cooperative/service";
import type PoolService from "../../../../../modules/pool/service";
import { requireMember } from "../../../scope";
import type { ShortPolicyBody, ShortPolicyQuery } from "../../../shorts/validators";

/** What is done about missing packs of a pool, and who changed it when and why. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { after_at, after_id } = req.validatedQuery as unknown as ShortPolicyQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const pool_id = req.params.id ?? "";
  const in_force = await pools.shorts.policies.inForce(pool_id, cooperative_id);
  if (!in_force) refuseWith("pool_not_found", "There is no such pool in your cooperative.");
  const after = after_at && after_id ? { at: after_at, id: after_id } : undefined;
  const { changes, next } = await pools.shorts.policies.changes(pool_id, after);
  const people = await cooperatives.memberNames(changes.map((one) => one.person));
  const others = await pools.shorts.policies.others(pool_id, cooperative_id);
  res.json({
    in_force,
    others: others.map(({ id, produce, grade }) => ({
      id,
      produce_name: produceWords(produce),
      grade_name: gradeWords(grade),
    })),
    changes: changes.map(({ id, policy, wait_days, other_pool_id, reason, person, at }) => ({
      id,
      policy,
      wait_days,
      other_pool_id,
      reason,
      person: people.get(person) ?? person,
      at: at.toISOString(),
    })),
    next,
  });
}

/** Another answer for shorts that are looked at from now on. Managers only. */
export async function POST(req: AuthenticatedMedusaRequest<ShortPolicyBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const pools: PoolService = req.scope.resolve("pool");
  const in_force = valueOf(
    await pools.shorts.policies.set({
      ...req.validatedBody,
      pool_id: req.params.id ?? "",
      cooperative_id,
      person: member_id,
    }),
  );
  res.json({ in_force });
}
