import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import type { PoolStatusBody } from "../../../ledger/validators";
import { requireMember } from "../../../scope";

/** Closes a pool for new goods and new promises, or opens it again, with the reason. Managers only. */
export async function POST(req: AuthenticatedMedusaRequest<PoolStatusBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const pools: PoolService = req.scope.resolve("pool");
  const { status } = valueOf(
    await pools.opening.set({ ...req.validatedBody, pool_id: req.params.id ?? "", cooperative_id, person: member_id }),
  );
  res.json({ pool: { id: req.params.id, status } });
}
