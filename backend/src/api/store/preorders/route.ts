import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type PoolService from "../../../modules/pool/service";
import { wantedPacks } from "../../../workflows/pool/preorder/wanted-packs";
import type { PreorderBody } from "./validators";

/** Asks the owner of an address, by mail, whether they want to pre-order. The answer is the same for every address. */
export async function POST(req: MedusaRequest<PreorderBody>, res: MedusaResponse): Promise<void> {
  const { email, language, ...named } = req.validatedBody;
  const wanted = await wantedPacks(req.scope, named);
  const pools: PoolService = req.scope.resolve("pool");
  valueOf(await pools.preorders.ask(email, wanted, language));
  res.status(202).json({ sent: true });
}
