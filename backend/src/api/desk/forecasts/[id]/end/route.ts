import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { forecastView, namesOf } from "../../../ledger/views";
import { requireMember } from "../../../scope";

/** It came in (what was brought is counted from the lots), or it is taken back. */
export async function POST(
  req: AuthenticatedMedusaRequest<{ to: "delivered" | "withdrawn" }>,
  res: MedusaResponse,
): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher"]);
  const pools: PoolService = req.scope.resolve("pool");
  const { to } = req.validatedBody;
  const done = valueOf(await pools.forecasts.end({ id: req.params.id ?? "", cooperative_id, to, person: member_id }));
  const names = await namesOf(req.scope, { members: [done.declared_by], households: [done.household_id] });
  res.json({ forecast: forecastView(done, names) });
}
