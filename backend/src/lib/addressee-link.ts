import { readEnv } from "../env";
import { LinkSigner } from "./link-signature";

// The link of somebody to whom a company sends something: who has it sees that parcel and no other. It names no order, and opens none.

const links = new LinkSigner("addressee link");

export const addresseeKey = (addressee_id: string): string => links.sign(addressee_id);

export const isAddresseeKey = (addressee_id: string, key: string): boolean => links.isSigned(addressee_id, key);

/** The page of an addressee's own parcel, without a language: it opens in that of who reads it, not of who sent it. */
export function addresseeLink(addressee_id: string): string {
  const link = new URL(`/for-you/${addressee_id}`, readEnv().STOREFRONT_URL);
  link.searchParams.set("key", addresseeKey(addressee_id));
  return link.href;
}
