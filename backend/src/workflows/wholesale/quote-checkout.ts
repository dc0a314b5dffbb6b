import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { CompanyAddress } from "../../modules/wholesale/companies/company-addresses";
import { totalOf } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import type { GivenAddress } from "../checkout/one-call/types";
import { addressCart, type AskedContact, type AskedPlace, type Buyer } from "./quote-address";
import { placeOfCart } from "./quote-new-cart";

/** What is paid: one quote, or all parts of a joint one. */
export type Subject = { quote_id: string } | { joint_id: string };

interface Payable {
  cart_id: string;
  currency: string;
  /** Goods and freight of all of it, and the freight in it. */
  total_minor: bigint;
  freight_minor: bigint;
  /** The first of the clocks. */
  ends_at: Date;
  /** The cart goes to its agreed place and to no other. */
  fixed: boolean;
  agreed_id: string | null;
  addressee_list_id: string | null;
}

export interface QuoteCheckout {
  /** Null: it may be paid by card. */
  refusal: Refusal | null;
  payable: Payable | null;
  /** The quote says where the goods go. */
  named: boolean;
  /** Where its cart goes by now. */
  place: GivenAddress | null;
  /** To how many people the goods go, where they go to a list. */
  addressees: number | null;
  /** To choose from, where the quote says no place. */
  addresses: CompanyAddress[];
}

const NOT_TO_PAY = refuse(
  "not_to_pay",
  "There is nothing to pay here now. Look at the quote once more; nothing was changed.",
);

/** What the company's buyer is shown before it pays an accepted quote by card. */
export async function quoteCheckout(container: MedusaContainer, by: Buyer, subject: Subject): Promise<QuoteCheckout> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const may = await payableOf(container, by, subject);
  if (!may.ok)
    return { refusal: may.refusal, payable: null, named: false, place: null, addressees: null, addresses: [] };
  const { cart_id, fixed, agreed_id, addressee_list_id } = may.value;
  const [place, addressees, addresses] = await Promise.all([
    placeOfCart(container, cart_id),
    addressee_list_id === null ? null : wholesale.addresseesCounted(addressee_list_id),
    wholesale.addresses.of(by.company_id),
  ]);
  const named = fixed || addresses.some((one) => one.id === agreed_id);
  return {
    refusal: null,
    payable: may.value,
    named,
    place: place?.address_1 ? place : null,
    addressees: addressees ?? null,
    addresses: named ? [] : addresses,
  };
}

/**
 * Makes the cart of an accepted quote ready for a card: its place, the agreed freight, who is told. Pressed twice, or cut off anywhere, it is one cart
 * that costs what was agreed.
 */
export async function openQuoteCheckout(
  container: MedusaContainer,
  by: Buyer,
  input: AskedPlace & AskedContact & { subject: Subject },
): Promise<{ cart_id: string }> {
  const { subject, ...asked } = input;
  const { cart_id, agreed_id, total_minor } = valueOf(await payableOf(container, by, subject));
  await addressCart(container, by, { ...asked, cart_id, agreed_id, total_minor });
  return { cart_id };
}

async function payableOf(container: MedusaContainer, by: Buyer, subject: Subject): Promise<Result<Payable, Refusal>> {
  const { quotes }: WholesaleService = container.resolve("wholesale");
  const cart_id = await cartOf(container, by, subject);
  if (!cart_id.ok) return cart_id;
  const parts = await quotes.allOfCart(cart_id.value);
  const [first] = parts;
  if (!first || !parts.every(({ order }) => order?.state === "placed" && order.order_id === null)) return NOT_TO_PAY;
  const ends_at = new Date(Math.min(...parts.map(({ quote }) => quote.expires_at.getTime())));
  if (ends_at <= new Date())
    return refuse(
      "quote_unpaid",
      "This quote was not paid in time, and its goods are free again. Ask for a new one; nothing was paid.",
    );
  return ok({
    cart_id: cart_id.value,
    currency: first.quote.currency,
    total_minor: parts.reduce((sum, { version }) => sum + totalOf(version), 0n),
    freight_minor: parts.reduce((sum, { version }) => sum + (version.freight_minor ?? 0n), 0n),
    ends_at,
    fixed: first.quote.place_mark !== null,
    agreed_id: first.quote.address_id,
    addressee_list_id: first.quote.addressee_list_id,
  });
}

async function cartOf(container: MedusaContainer, by: Buyer, subject: Subject): Promise<Result<string, Refusal>> {
  const { quotes, joints }: WholesaleService = container.resolve("wholesale");
  if ("joint_id" in subject) {
    const whole =
      (await joints.whole(by, subject.joint_id)) ??
      refuseWith("joint_quote_not_found", "There is no such joint quote.");
    const cart_id = whole.quotes.find((quote) => quote.state === "accepted")?.cart_id ?? null;
    return cart_id === null ? NOT_TO_PAY : ok(cart_id);
  }
  const quote = (await quotes.one(by, subject.quote_id)) ?? refuseWith("quote_not_found", "There is no such quote.");
  if (quote.joint_id !== null)
    return refuse(
      "joint_together",
      "This quote is a part of a joint quote: all its parts are paid together, on its page. Nothing was changed.",
    );
  return quote.cart_id === null ? NOT_TO_PAY : ok(quote.cart_id);
}
