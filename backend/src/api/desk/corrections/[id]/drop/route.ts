import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { requireMember } from "../../../scope";

/** Drops a correction that waits; nothing changes. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher"]);
  const pools: PoolService = req.scope.resolve("pool");
  const correction_id = req.params.id ?? "";
  const ended = valueOf(await pools.corrections.drop({ correction_id, cooperative_id, person: member_id }));
  res.json({ correction: { id: correction_id, state: "dropped", ...ended } });
}
