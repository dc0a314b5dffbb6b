import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { ownerOfList } from "../../scope";

/** Takes everything off the list. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { orderLists }: WholesaleService = req.scope.resolve("wholesale");
  await orderLists.empty(await ownerOfList(req));
  res.json({});
}
