import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { QuickMendInput } from "../../../../../modules/wholesale/quick-order/order-types";
import { mendLines } from "../../../../../workflows/wholesale/quick-list";
import { ownerOfList } from "../../scope";

/** Puts lines of the list right, or takes them off. */
export async function POST(req: AuthenticatedMedusaRequest<QuickMendInput>, res: MedusaResponse): Promise<void> {
  await mendLines(req.scope, await ownerOfList(req), req.validatedBody);
  res.json({});
}
