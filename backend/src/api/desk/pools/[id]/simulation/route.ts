import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { simulateUnits } from "../../../../../workflows/pool/simulate";
import type { PoolSimulationQuery } from "../../../allocation-validators";
import { requireMember } from "../../../scope";

/** What another rule would give of an order of so many units today, household by household. Writes nothing. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { units, ...rule } = req.validatedQuery as unknown as PoolSimulationQuery;
  const pool_id = req.params.id ?? "";
  res.json({ simulation: await simulateUnits(req.scope, { pool_id, units, cooperative_id, rule }) });
}
