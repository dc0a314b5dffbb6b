import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { callBackOrder } from "../../../../../workflows/checkout/call-back";
import { requireBuyer } from "../../buyer";

/** The buyer calls an order back, until something of it is packed. */
export async function POST(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  await callBackOrder(req.scope, req.params.id ?? "");
  res.status(202).json({ canceling: true });
}
