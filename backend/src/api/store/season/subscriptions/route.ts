import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SeasonService from "../../../../modules/season/service";
import { goodsOf } from "../goods-of";
import type { SubscribeBody } from "../validators";

/** Asks the owner of an address, by mail, whether they want to be told. The answer is the same for every address. */
export async function POST(req: MedusaRequest<SubscribeBody>, res: MedusaResponse): Promise<void> {
  const { email, language, village, produce } = req.validatedBody;
  const { village_id } = await goodsOf(req.scope, village, produce);
  const { subscriptions }: SeasonService = req.scope.resolve("season");
  await subscriptions.ask(email, { village_id, produce }, language);
  res.status(202).json({ sent: true });
}
