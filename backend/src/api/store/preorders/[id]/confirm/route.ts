import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { requireKey, shownPreorder } from "../../shown";
import type { KeyQuery } from "../../validators";

/** The owner of the address says yes: from now on it has its place in the queue. */
export async function POST(req: MedusaRequest<KeyQuery>, res: MedusaResponse): Promise<void> {
  const id = requireKey(req, req.validatedBody.key);
  const pools: PoolService = req.scope.resolve("pool");
  valueOf(await pools.preorders.confirm(id));
  res.json({ preorder: await shownPreorder(req.scope, id) });
}
