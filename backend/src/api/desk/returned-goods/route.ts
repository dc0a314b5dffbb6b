import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type PoolService from "../../../modules/pool/service";
import { namesOf, returnedView } from "../ledger/views";
import { requireMember } from "../scope";

/** Goods that came back, newest first; with `waiting`, those nobody has looked at. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as { waiting?: boolean; limit: number; cursor?: string };
  const pools: PoolService = req.scope.resolve("pool");
  const found = await pools.returnedGoods.list({ cooperative_id, ...query });
  const names = await namesOf(req.scope, { members: found.map((one) => one.decided_by) });
  res.json({ returned: found.map((one) => returnedView(one, names)), next: nextCursor(found, query.limit) });
}
