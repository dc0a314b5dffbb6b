import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type CooperativeService from "../../../../modules/cooperative/service";
import type PoolService from "../../../../modules/pool/service";
import type VillageService from "../../../../modules/village/service";
import { requireMember } from "../../scope";
import type { PoolQuery } from "../../validators";
import { poolView } from "../../views";

/** A page of movements is as long as the pool's report makes it; a shorter one is the last. */
const PAGE = 100;

/** One pool: counters, `in = sold + held + left + lost`, and a page of its movements, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { cursor } = req.validatedQuery as PoolQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const pool = await pools.poolOf(req.params.id ?? "", cooperative_id);
  if (!pool) refuseWith("pool_not_found", "There is no such pool in your cooperative.");
  const report = await pools.poolReport(pool.id);
  if (!report) refuseWith("pool_not_found", "There is no such pool in your cooperative.");
  const movements = await pools.movementsOfPool(pool.id, cursor);

  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const villages: VillageService = req.scope.resolve("village");
  const people = await cooperatives.memberNames([...new Set(movements.map((movement) => movement.person))]);
  const [village] = await villages.villages([pool.origin_id]);
  res.json({
    pool: poolView(report.pool, village),
    figures: report.figures,
    movements: movements.map((movement) => ({
      id: movement.id,
      at: movement.at.toISOString(),
      kind: movement.kind,
      lot_number: movement.lot_number,
      on_hand_delta: movement.on_hand_delta,
      held_delta: movement.held_delta,
      reason: movement.reason,
      person: people.get(movement.person) ?? movement.person,
      source: movement.source,
    })),
    next: movements.length < PAGE ? null : (movements.at(-1)?.at.toISOString() ?? null),
  });
}
