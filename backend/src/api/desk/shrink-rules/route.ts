import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { z } from "zod";
import { valueOf } from "../../../lib/refusal";
import { produceWords } from "../../../lib/words";
import type PoolService from "../../../modules/pool/service";
import type { shrinkRuleBody } from "../ledger/validators";
import { namesOf, todayAt } from "../ledger/views";
import { requireMember } from "../scope";

/** What each produce loses a day by drying, newest rule first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const pools: PoolService = req.scope.resolve("pool");
  const rules = await pools.shrinks.rules(cooperative_id);
  const names = await namesOf(req.scope, { members: rules.map((rule) => rule.person) });
  res.json({
    rules: rules.map(({ id, produce, ppm_per_day, from_day, reason, person }) => ({
      id,
      produce,
      produce_name: produceWords(produce),
      ppm_per_day,
      from_day,
      reason,
      person: names.member(person),
    })),
  });
}

export async function POST(
  req: AuthenticatedMedusaRequest<z.infer<typeof shrinkRuleBody>>,
  res: MedusaResponse,
): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["manager"]);
  const pools: PoolService = req.scope.resolve("pool");
  const today = await todayAt(req.scope, cooperative_id);
  const { id } = valueOf(
    await pools.shrinks.setRule({ ...req.validatedBody, cooperative_id, person: member_id, today }),
  );
  res.status(201).json({ rule: { id } });
}
