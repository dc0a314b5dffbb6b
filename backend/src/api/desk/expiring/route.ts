import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { gradeWords, produceWords } from "../../../lib/words";
import type PoolService from "../../../modules/pool/service";
import { namesOf } from "../ledger/views";
import { requireMember } from "../scope";

/** Lots by best-before, what has expired at the top. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as { within_days: number; limit: number };
  const pools: PoolService = req.scope.resolve("pool");
  const found = await pools.expiry.soon({ cooperative_id, ...query });
  const names = await namesOf(req.scope, { households: found.map((lot) => lot.household_id) });
  res.json({
    lots: found.map((lot) => ({
      lot_id: lot.lot_id,
      number: lot.number,
      pool_id: lot.pool_id,
      household: names.household(lot.household_id),
      produce_name: produceWords(lot.produce),
      grade_name: gradeWords(lot.grade),
      unit: lot.unit,
      best_before: lot.best_before,
      days: lot.days,
      on_hand: lot.on_hand,
      free: lot.free,
    })),
  });
}
