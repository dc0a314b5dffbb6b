import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { rateDelivery } from "../../../../../workflows/wholesale/delivery";
import type { RatingBody } from "../../../../wholesale/deliveries/validators";
import { sellerOf } from "../../scope";

/** How this side found the other; the other reads it when it has spoken too, or may no more. */
export async function POST(req: AuthenticatedMedusaRequest<RatingBody>, res: MedusaResponse): Promise<void> {
  await rateDelivery(req.scope, await sellerOf(req), { quote_id: req.params.id ?? "", ...req.validatedBody });
  res.status(201).json({ rated: true });
}
