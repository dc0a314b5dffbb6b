import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { ownerOfList } from "../../scope";

/** Takes everything off the list. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { orderLists }: WholesaleService = req.scope.resolve("wholesale");
  await orderLists.takeOff(await ownerOfList(req), "all");
  res.json({});
}
