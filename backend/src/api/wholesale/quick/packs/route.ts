import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { QuickSetInput } from "../../../../modules/wholesale/quick-order/order-types";
import { setPacks } from "../../../../workflows/wholesale/quick-list";
import { ownerOfList } from "../scope";

/** Packs as they were typed in the table; 0 takes one off the list. */
export async function POST(req: AuthenticatedMedusaRequest<QuickSetInput>, res: MedusaResponse): Promise<void> {
  await setPacks(req.scope, await ownerOfList(req), req.validatedBody);
  res.json({});
}
