import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import type PoolService from "../../../../modules/pool/service";
import { emailOf } from "../../../../workflows/buyer/email-of";
import { wantedPacks } from "../../../../workflows/pool/preorder/wanted-packs";
import { preorderFields, shownPreorder } from "../../preorders/shown";
import type { PacksBody } from "../../preorders/validators";
import { customerOf } from "../session";

/** What the account's address has pre-ordered, newest first; each with the key of its page. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const pools: PoolService = req.scope.resolve("pool");
  const own = await pools.preorders.of(await emailOf(req.scope, customerOf(req)));
  res.json({ preorders: await preorderFields(req.scope, own) });
}

/** The address is proven: there is nothing to confirm. */
export async function POST(req: MedusaRequest<PacksBody>, res: MedusaResponse): Promise<void> {
  const { language, ...named } = req.validatedBody;
  const wanted = await wantedPacks(req.scope, named);
  const pools: PoolService = req.scope.resolve("pool");
  const email = await emailOf(req.scope, customerOf(req));
  const { id } = valueOf(await pools.preorders.place(email, wanted, language));
  res.status(201).json({ preorder: await shownPreorder(req.scope, id) });
}
