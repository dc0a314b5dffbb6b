import { readEnv } from "../env";
import { LinkSigner } from "./link-signature";

// Whoever knows an order's id may look for a while; who acts for its buyer shows its key. The key is in the links we send the buyer, and in the
// signed cookie of the browser that bought.

/** A buyer reports and answers within weeks; after that a link in an old mail opens nothing more. */
const GOOD_FOR_DAYS = 180;
const DAY_MS = 86_400_000;
const links = new LinkSigner("order key");

/** The key of an order, good until a day that it names: "20783.<signature>". */
export function orderKey(order_id: string, now: Date): string {
  const until = Math.floor(now.getTime() / DAY_MS) + GOOD_FOR_DAYS;
  return `${until}.${links.sign(`${order_id}/${until}`)}`;
}

/** Whether this is the order's key, and still good. */
export function isOrderKey(order_id: string, key: string, now: Date): boolean {
  const [day = "", signed = ""] = key.split(".");
  if (!/^\d{1,6}$/.test(day) || Number(day) * DAY_MS < now.getTime()) return false;
  return links.isSigned(`${order_id}/${Number(day)}`, signed);
}

/** The page of an order as its buyer opens it: whoever has this link may report, answer and cancel. */
export function buyersLink(order_id: string, path: "zh" | "en", now: Date): string {
  const link = new URL(`/${path}/orders/${order_id}`, readEnv().STOREFRONT_URL);
  link.searchParams.set("key", orderKey(order_id, now));
  return link.href;
}
