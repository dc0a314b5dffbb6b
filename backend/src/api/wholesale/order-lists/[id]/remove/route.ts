import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { ownerOfList } from "../../../quick/scope";

/** Deletes a kept list. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await ownerOfList(req);
  const { orderLists }: WholesaleService = req.scope.resolve("wholesale");
  valueOf(await orderLists.remove(by, req.params.id ?? ""));
  res.json({});
}
