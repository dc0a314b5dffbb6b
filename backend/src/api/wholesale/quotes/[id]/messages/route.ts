import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { buyerOf } from "../../scope";
import type { MessageBody } from "../../validators";

/** Words to the other side. */
export async function POST(req: AuthenticatedMedusaRequest<MessageBody>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  const { quotes }: WholesaleService = req.scope.resolve("wholesale");
  valueOf(await quotes.say(by, { quote_id: req.params.id ?? "", ...req.validatedBody }));
  res.status(201).json({ said: true });
}
