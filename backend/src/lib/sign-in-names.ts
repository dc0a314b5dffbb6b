import { blindIndex } from "./blind-index";
import { normalPhone } from "./phone";

/** Our own auth providers: the `identifier` each has in Medusa's auth module. */
export const CARD_PIN = "card-pin";
export const PHONE_CODE = "phone-code";
export const STAFF_PASSWORD = "staff-password";
/** Apart from the desk's: who works at a cooperative may act for a company too, with the same address. */
export const COMPANY_PASSWORD = "company-password";
/** Who brings orders, by the address that the operator registered. */
export const AGENT_PASSWORD = "agent-password";
/** Medusa's own name: what any Medusa client asks for. */
export const BUYER_PASSWORD = "emailpass";

/** Who may sign in how. Another actor type than these has no way in. */
export const WAYS_IN = {
  user: [BUYER_PASSWORD],
  customer: [BUYER_PASSWORD],
  coop_member: [STAFF_PASSWORD],
  secretary: [STAFF_PASSWORD],
  wholesale_member: [COMPANY_PASSWORD],
  agent: [AGENT_PASSWORD],
  household: [CARD_PIN, PHONE_CODE],
} as const satisfies Record<string, readonly string[]>;

const CARD = /^[A-Z]{2}[0-9]{4,8}$/;
const EMAIL = /^[^\s@]{1,100}@[^\s@]{1,100}$/;

// The names under which an identity stands in Medusa's auth module. A phone stands there as its blind index.

/** "wd 0012" -> "WD0012"; the address in a card's QR ends in the number too. Undefined for what is no card. */
export function cardName(typed: unknown): string | undefined {
  if (typeof typed !== "string" || typed.length > 200) return undefined;
  const bare = typed.normalize("NFKC").toUpperCase().replace(/\s/g, "");
  const card = bare.slice(bare.lastIndexOf("/") + 1);
  return CARD.test(card) ? card : undefined;
}

export function phoneName(phone: string): string {
  return `phone:${blindIndex("phone", phone)}`;
}

const HOLDER = "holder_";

/** The actor of a sign-in by phone: whoever holds it. Which households it opens is read from their rows. */
export function holderOf(phone: string): string {
  return `${HOLDER}${blindIndex("phone", phone)}`;
}

/** The blind index of the phone behind an actor id; undefined for a household that came with its card. */
export function phoneIndexOf(actor_id: string): string | undefined {
  return actor_id.startsWith(HOLDER) ? actor_id.slice(HOLDER.length) : undefined;
}

/** What a person at work types as name: an e-mail, or else a phone. Undefined for what is neither. */
export function staffName(typed: unknown): string | undefined {
  if (typeof typed !== "string" || typed.length > 200) return undefined;
  const bare = typed.normalize("NFKC").trim();
  if (EMAIL.test(bare)) return bare.toLowerCase();
  const phone = normalPhone(bare);
  return phone && phoneName(phone);
}
