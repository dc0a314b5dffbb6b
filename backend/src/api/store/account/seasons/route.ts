import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type SeasonService from "../../../../modules/season/service";
import { emailOf } from "../../../../workflows/buyer/email-of";
import { namesOf } from "../../../../workflows/season/goods";
import { goodsFields, goodsOf } from "../../season/goods-of";
import type { GoodsBody } from "../../season/validators";
import { customerOf } from "../session";

/** What the account's address is told of when it opens, and what it was asked about. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { subscriptions }: SeasonService = req.scope.resolve("season");
  const own = await subscriptions.of(await emailOf(req.scope, customerOf(req)));
  const named = await namesOf(req.scope, own);
  res.json({
    seasons: own.flatMap(({ id, village_id, produce, confirmed_at }) => {
      const goods = named.find((one) => one.village_id === village_id && one.produce === produce);
      return goods ? [{ id, ...goodsFields(goods), confirmed: confirmed_at !== null }] : [];
    }),
  });
}

/** The address is proven: there is nothing to confirm. */
export async function POST(req: MedusaRequest<GoodsBody>, res: MedusaResponse): Promise<void> {
  const { village, produce, language } = req.validatedBody;
  const { village_id } = await goodsOf(req.scope, village, produce);
  const { subscriptions }: SeasonService = req.scope.resolve("season");
  const email = await emailOf(req.scope, customerOf(req));
  if (!(await subscriptions.add(email, { village_id, produce }, language)))
    refuseWith("too_many_seasons", "You are told of as many goods as one address can be. Stop some of them first.");
  res.json({ standing: true });
}
