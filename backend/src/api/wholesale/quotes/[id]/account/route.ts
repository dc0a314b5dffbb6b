import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { orderOnAccount } from "../../../../../workflows/wholesale/transfer-choose";
import type { TransferBody } from "../../../proformas/validators";
import { buyerOf } from "../../scope";

/** The company orders what it accepted and pays later, as was agreed. Pressed twice it is one order. */
export async function POST(req: AuthenticatedMedusaRequest<TransferBody>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.status(201).json(await orderOnAccount(req.scope, by, { quote_id: req.params.id ?? "", ...req.validatedBody }));
}
