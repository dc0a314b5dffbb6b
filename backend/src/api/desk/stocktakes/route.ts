import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { Bearer } from "@commonlot/domain";
import { nextCursor } from "../../../lib/keyset";
import { valueOf } from "../../../lib/refusal";
import type PoolService from "../../../modules/pool/service";
import { namesOf, stocktakeView } from "../ledger/views";
import { requireMember } from "../scope";

export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as { limit: number; cursor?: string };
  const pools: PoolService = req.scope.resolve("pool");
  const found = await pools.stocktakes.list({ cooperative_id, ...query });
  const names = await namesOf(req.scope, {
    members: found.flatMap((one) => [one.opened_by, one.counted_by, one.decided_by]),
    households: found.flatMap((one) => (one.lines ?? []).map((line) => line.household_id)),
  });
  res.json({ stocktakes: found.map((one) => stocktakeView(one, names)), next: nextCursor(found, query.limit) });
}

/** Opens a count of a pool: 201; one that is open already is handed back. */
export async function POST(
  req: AuthenticatedMedusaRequest<{ pool_id: string; bearer?: Bearer }>,
  res: MedusaResponse,
): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher", "packer"]);
  const pools: PoolService = req.scope.resolve("pool");
  const { pool_id, bearer = (await pools.ledgerPolicies.of(cooperative_id)).bearer } = req.validatedBody;
  const opened = valueOf(await pools.stocktakes.open({ cooperative_id, pool_id, bearer, person: member_id }));
  const names = await namesOf(req.scope, { members: [opened.opened_by, opened.counted_by] });
  res.status(201).json({ stocktake: stocktakeView(opened, names) });
}
