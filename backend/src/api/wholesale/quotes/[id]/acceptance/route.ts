import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { acceptGoods } from "../../../../../workflows/wholesale/delivery";
import type { AcceptanceBody } from "../../../deliveries/validators";
import { buyerOf } from "../../scope";

/** The goods are taken as they came. Pressed twice it is the same. */
export async function POST(req: AuthenticatedMedusaRequest<AcceptanceBody>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  await acceptGoods(req.scope, by, { quote_id: req.params.id ?? "", ...req.validatedBody });
  res.json({ accepted: true });
}
