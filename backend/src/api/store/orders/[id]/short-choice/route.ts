import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { choiceOfOrder, chooseForOrder } from "../../../../../workflows/pool/short/choice";
import type { ShortChoiceBody } from "../../../checkouts/validators";
import { requireBuyer } from "../../buyer";

/** The buyer chooses otherwise what is done about missing goods, until some are missing or packing has begun. */
export async function POST(req: MedusaRequest<ShortChoiceBody>, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  const order_id = req.params.id ?? "";
  await chooseForOrder(req.scope, { order_id, choice: req.validatedBody.choice });
  res.status(200).json({ short_choice: await choiceOfOrder(req.scope, order_id) });
}
