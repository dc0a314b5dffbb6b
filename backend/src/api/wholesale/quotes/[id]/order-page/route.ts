import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { orderPage } from "../../../../../workflows/wholesale/delivery";
import type { OrderPageBody } from "../../../deliveries/validators";
import { buyerOf } from "../../scope";

/** The link to the order's own page, with which whoever buys for the company acts there: parcels, claims with photos. */
export async function POST(req: AuthenticatedMedusaRequest<OrderPageBody>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  const url = await orderPage(req.scope, by, { quote_id: req.params.id ?? "", ...req.validatedBody });
  res.setHeader("Cache-Control", "private, no-store");
  res.status(201).json({ url });
}
