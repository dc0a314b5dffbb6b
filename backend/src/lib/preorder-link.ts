import { readEnv } from "../env";
import { LinkSigner } from "./link-signature";

// The link in mails about a pre-order. Whoever has it reads the mailbox it was sent to: its page says all of this one, and does all.

const links = new LinkSigner("preorder link");

export const preorderKey = (preorder_id: string): string => links.sign(preorder_id);

export const isPreorderKey = (preorder_id: string, key: string): boolean => links.isSigned(preorder_id, key);

/** The page of a pre-order. */
export function preorderLink(preorder_id: string, path: "zh" | "en"): string {
  const link = new URL(`/${path}/preorders/${preorder_id}`, readEnv().STOREFRONT_URL);
  link.searchParams.set("key", preorderKey(preorder_id));
  return link.href;
}
