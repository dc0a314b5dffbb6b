import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SeasonService from "../../../../../modules/season/service";
import { requireKey, shownSubscription } from "../../shown-link";
import type { LinkQuery } from "../../validators";

/** What the link of a mail is about. Changes nothing: mail programs open links by themselves. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { act, key } = req.validatedQuery as unknown as LinkQuery;
  const { subscriptions }: SeasonService = req.scope.resolve("season");
  const subscription = await subscriptions.byId(requireKey(req, act, key));
  res.json({ subscription: await shownSubscription(req, subscription) });
}
