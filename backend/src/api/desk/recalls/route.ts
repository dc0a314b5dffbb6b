import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type PoolService from "../../../modules/pool/service";
import { requireMember } from "../scope";
import type { RecallBody, RecallsQuery } from "./validators";
import { recallFields } from "./view";

/** Holds a lot back at once: safety does not wait for a manager. */
export async function POST(req: AuthenticatedMedusaRequest<RecallBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer", "weigher"]);
  const pools: PoolService = req.scope.resolve("pool");
  const recall = valueOf(await pools.recalls.open({ ...req.validatedBody, cooperative_id, person: member_id }));
  res.status(201).json({ recall: recallFields(recall) });
}

/** Recalls of the member's cooperative, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { after_at, after_id, limit } = req.validatedQuery as unknown as RecallsQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const recalls = await pools.recalls.list({
    cooperative_id,
    limit,
    ...(after_at && after_id ? { after: { at: after_at, id: after_id } } : {}),
  });
  const last = recalls.at(-1);
  res.json({
    recalls: recalls.map(recallFields),
    next: recalls.length === limit && last ? { at: last.cursor, id: last.id } : null,
  });
}
