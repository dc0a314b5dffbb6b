import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { AUDIT_DAYS, auditDays } from "../../../../../workflows/pool/audit-days";
import { requireMember } from "../../../scope";

/** The weight-loss audit of a pool, day by day, newest first: to the gram, every difference by name. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { from, to } = req.validatedQuery as { from: string; to: string };
  const pools: PoolService = req.scope.resolve("pool");
  const pool = await pools.poolOf(req.params.id ?? "", cooperative_id);
  if (!pool) refuseWith("pool_not_found", "There is no such pool in your cooperative.");
  const span = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (span < 0 || span >= AUDIT_DAYS)
    refuseWith("invalid_period", `Give at most ${AUDIT_DAYS} days, the first one first.`, "to");
  res.json({ unit: pool.unit, days: await auditDays(req.scope, { pool_id: pool.id, from, to }) });
}
