import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { ownerOfList } from "../../../quick/scope";

/** Adds a kept list to the one that this member works on. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await ownerOfList(req);
  const { orderLists }: WholesaleService = req.scope.resolve("wholesale");
  res.json(valueOf(await orderLists.use(by, req.params.id ?? "")));
}
