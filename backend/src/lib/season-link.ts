import { readEnv } from "../env";
import { LinkSigner } from "./link-signature";

// Links in mails about a season. Whoever has one reads the mailbox it was sent to; it is good for its subscription and its act alone, and
// as long as the subscription stands.

/** What a link does. */
export const SEASON_ACTS = ["confirm", "stop"] as const;
export type SeasonAct = (typeof SEASON_ACTS)[number];

const links = new LinkSigner("season link");

/** The page of a mail's link. One press of its button, or a mail program's own POST, does it. */
export function seasonLink(subscription_id: string, act: SeasonAct, path: "zh" | "en"): string {
  const link = new URL(`/${path}/tell-me/${act}/${subscription_id}`, readEnv().STOREFRONT_URL);
  link.searchParams.set("key", links.sign(`${act}/${subscription_id}`));
  return link.href;
}

export function isSeasonKey(subscription_id: string, act: SeasonAct, key: string): boolean {
  return links.isSigned(`${act}/${subscription_id}`, key);
}
