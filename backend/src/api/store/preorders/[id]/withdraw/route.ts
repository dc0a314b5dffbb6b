import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { requireKey, shownPreorder } from "../../shown";
import type { KeyQuery } from "../../validators";

/** The buyer does not want it any more. Pressed twice it is the same. */
export async function POST(req: MedusaRequest<KeyQuery>, res: MedusaResponse): Promise<void> {
  const id = requireKey(req, req.validatedBody.key);
  const pools: PoolService = req.scope.resolve("pool");
  valueOf(await pools.preorders.withdraw(id));
  res.json({ preorder: await shownPreorder(req.scope, id) });
}
