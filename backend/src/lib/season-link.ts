import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { readEnv } from "../env";

// Links in mails about a season. Whoever has one reads the mailbox it was sent to; it is good for its subscription and its act alone, and
// as long as the subscription stands.

/** What a link does. */
export const SEASON_ACTS = ["confirm", "stop"] as const;
export type SeasonAct = (typeof SEASON_ACTS)[number];

const KEY_BYTES = 32;
/** 16 bytes of a signature: nobody tries 2^128. */
const SIGNATURE_BYTES = 16;

/** The page of a mail's link. One press of its button, or a mail program's own POST, does it. */
export function seasonLink(subscription_id: string, act: SeasonAct, path: "zh" | "en"): string {
  const link = new URL(`/${path}/tell-me/${act}/${subscription_id}`, readEnv().STOREFRONT_URL);
  link.searchParams.set("key", signature(subscription_id, act).toString("base64url"));
  return link.href;
}

export function isSeasonKey(subscription_id: string, act: SeasonAct, key: string): boolean {
  const given = Buffer.from(key, "base64url");
  return given.length === SIGNATURE_BYTES && timingSafeEqual(given, signature(subscription_id, act));
}

let signing: Buffer | undefined;

function signature(subscription_id: string, act: SeasonAct): Buffer {
  signing ??= Buffer.from(hkdfSync("sha256", readEnv().COOKIE_SECRET, "", "commonlot season link", KEY_BYTES));
  return createHmac("sha256", signing).update(`${act}/${subscription_id}`).digest().subarray(0, SIGNATURE_BYTES);
}
