import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { requireKey, shownPreorder } from "../../shown";
import type { ChangeBody } from "../../validators";

/** Another number of packs: fewer keep the place, more go to the end of the queue. */
export async function POST(req: MedusaRequest<ChangeBody>, res: MedusaResponse): Promise<void> {
  const id = requireKey(req, req.validatedBody.key);
  const pools: PoolService = req.scope.resolve("pool");
  valueOf(await pools.preorders.change(id, req.validatedBody.packs));
  res.json({ preorder: await shownPreorder(req.scope, id) });
}
