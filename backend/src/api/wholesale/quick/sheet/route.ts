import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { QuickSheetInput } from "../../../../modules/wholesale/quick-order/order-types";
import { addSheet } from "../../../../workflows/wholesale/quick-list";
import { ownerOfList } from "../scope";

/** Adds a sheet to the list: what can't be read stays as it was written, to be put right. */
export async function POST(req: AuthenticatedMedusaRequest<QuickSheetInput>, res: MedusaResponse): Promise<void> {
  res.status(201).json(await addSheet(req.scope, await ownerOfList(req), req.validatedBody));
}
