import type { MedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import { isSeasonKey, type SeasonAct } from "../../../lib/season-link";
import type { Subscription } from "../../../modules/season/subscriptions";
import { findGoods, namesOf } from "../../../workflows/season/goods";
import { goodsFields } from "./goods-of";

/** The subscription in the address, for who shows the key of its link. */
export function requireKey(req: MedusaRequest, act: SeasonAct, key: string): string {
  const id = req.params.id ?? "";
  if (!isSeasonKey(id, act, key))
    refuseWith("link_not_found", "This link is not whole. Open it from the mail once more.");
  return id;
}

/** What a subscription is about, for the page of its link; null where it is not there any more. */
export async function shownSubscription(req: MedusaRequest, subscription: Subscription | undefined) {
  const [goods] = subscription ? await namesOf(req.scope, [subscription]) : [];
  if (!subscription || !goods) return null;
  const found = await findGoods(req.scope, goods.village.handle, goods.produce);
  return { ...goodsFields(goods), confirmed: subscription.confirmed_at !== null, on_sale: found?.on_sale ?? null };
}
