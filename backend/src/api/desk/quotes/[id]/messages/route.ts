import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type WholesaleService from "../../../../../modules/wholesale/service";
import type { MessageBody } from "../../../../wholesale/quotes/validators";
import { sellerOf } from "../../scope";

/** Words to the other side. */
export async function POST(req: AuthenticatedMedusaRequest<MessageBody>, res: MedusaResponse): Promise<void> {
  const by = await sellerOf(req);
  const { quotes }: WholesaleService = req.scope.resolve("wholesale");
  valueOf(await quotes.say(by, { quote_id: req.params.id ?? "", ...req.validatedBody }));
  res.status(201).json({ said: true });
}
