import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { z } from "zod";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import type { splitBody, splitQuery } from "../../../ledger/validators";
import { requireMember } from "../../../scope";

/** What would follow; nothing is done. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["weigher"]);
  const { to_pool_id, units } = req.validatedQuery as unknown as z.infer<typeof splitQuery>;
  const pools: PoolService = req.scope.resolve("pool");
  const preview = valueOf(
    await pools.splits.preview({ lot_id: req.params.id ?? "", to_pool_id, units, cooperative_id }),
  );
  res.json({ preview });
}

/** Part of a lot becomes a lot of another pool: another grade, or another origin of the cooperative. */
export async function POST(
  req: AuthenticatedMedusaRequest<z.infer<typeof splitBody>>,
  res: MedusaResponse,
): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher"]);
  const pools: PoolService = req.scope.resolve("pool");
  const done = valueOf(
    await pools.splits.split({ ...req.validatedBody, lot_id: req.params.id ?? "", cooperative_id, person: member_id }),
  );
  const { id, from_lot_id, to_lot_id, to_lot_number, units } = done;
  res.status(done.repeated ? 200 : 201).json({ split: { id, from_lot_id, to_lot_id, to_lot_number, units } });
}
