import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { requireMember } from "../../../scope";

/** A manager ends a hold that ends by clock anyway, with a reason. */
export async function POST(req: AuthenticatedMedusaRequest<{ reason: string }>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["manager"]);
  const pools: PoolService = req.scope.resolve("pool");
  const id = req.params.id ?? "";
  valueOf(await pools.buyerHolds.release({ id, cooperative_id, reason: req.validatedBody.reason, person: member_id }));
  res.json({ hold: { id, state: "released" } });
}
