import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { requireMember } from "../../../scope";

/** The figures of a past day as kept, and added up anew from every movement: they must be the same. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { day } = req.validatedQuery as { day: string };
  const pools: PoolService = req.scope.resolve("pool");
  const pool = await pools.poolOf(req.params.id ?? "", cooperative_id);
  if (!pool) refuseWith("pool_not_found", "There is no such pool in your cooperative.");
  const [kept, replayed] = await Promise.all([pools.figures.at(pool.id, day), pools.figures.replay(pool.id, day)]);
  const same = (Object.keys(replayed) as (keyof typeof replayed)[]).every((key) => kept[key] === replayed[key]);
  res.json({ day, kept, replayed, same });
}
