import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { z } from "zod";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import type { splitBody } from "../../../ledger/validators";
import { requireMember } from "../../../scope";

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
