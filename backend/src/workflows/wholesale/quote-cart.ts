import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, placeMark, refuse, toMinor, type Refusal, type Place, type Result } from "@commonlot/domain";
import { GIVEN_BACK } from "../../modules/wholesale/companies/company-orders";
import type { Quote, QuoteVersion } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";

interface CartItem {
  variant_id?: string | null;
  quantity: unknown;
  unit_price?: unknown;
}

const CHANGED = refuse(
  "quote_changed",
  "This cart is an accepted quote: it is paid as it was agreed, no more and no less, and nothing of it can be changed. Open the quote to pay it, or write to the cooperative there to give it back; nothing was changed and nothing was paid.",
  "cart_id",
);
const MOVED = refuse(
  "quote_moved",
  "This cart goes to another address than the quote says. Open the quote and pay from there: it goes to the agreed address; nothing was paid.",
  "shipping_address",
);

/** What a cart pays, when it is an accepted quote: of a joint quote all its parts as one, until the first of their clocks ends. */
export async function quoteOfCart(
  container: MedusaContainer,
  cart_id: string,
): Promise<{ quote: Quote; version: QuoteVersion; lapsed: boolean; given_back: boolean } | undefined> {
  const { quotes }: WholesaleService = container.resolve("wholesale");
  const found = await quotes.allOfCart(cart_id);
  const [first] = found;
  if (!first) return undefined;
  const expires_at = new Date(Math.min(...found.map((one) => one.quote.expires_at.getTime())));
  const versions = found.map((one) => one.version);
  return {
    quote: { ...first.quote, expires_at },
    version: {
      ...first.version,
      expires_at,
      lines: versions.flatMap((version) => version.lines),
      freight_minor: versions.every((version) => version.freight_minor === null)
        ? null
        : versions.reduce((sum, version) => sum + (version.freight_minor ?? 0n), 0n),
    },
    lapsed: found.some((one) => one.order?.state !== "placed"),
    given_back: found.some((one) => one.order?.state === "cancelled" && one.order.words === GIVEN_BACK),
  };
}

/**
 * A cart of a quote is paid as agreed: these packs at these prices, nothing beside them, to the place that was agreed. One that was not paid in time is no offer
 * any more. Carts of no quote pass. `starting`: payment starts now; what completes already is not late.
 */
export async function checkQuoteCart(
  container: MedusaContainer,
  cart: {
    id: string;
    currency_code: string;
    items?: readonly (CartItem | null)[] | null;
    shipping_address?: Place | null;
  },
  starting: boolean,
): Promise<Result<void, Refusal>> {
  const found = await quoteOfCart(container, cart.id);
  if (!found) return ok(undefined);
  if (found.given_back)
    return refuse(
      "quote_given_back",
      "This quote was given back, and its goods are free again. Ask for a new one; nothing was paid.",
    );
  if (found.lapsed || (starting && found.quote.expires_at <= new Date()))
    return refuse(
      "quote_unpaid",
      "This quote was not paid in time, and its goods are free again. Ask for a new one; nothing was paid.",
    );
  const { place_mark } = found.quote;
  if (place_mark !== null && placeMark(cart.shipping_address ?? {}) !== place_mark) return MOVED;
  const agreed = found.version.lines.map((line) => `${line.variant_id} ${line.packs} ${line.price_minor ?? 0n}`).sort();
  const items = (cart.items ?? []).flatMap((item) => (item ? [item] : []));
  const asked = items
    .map((item) => `${item.variant_id ?? ""} ${Number(item.quantity)} ${minorOf(item.unit_price, cart.currency_code)}`)
    .sort();
  return agreed.length === asked.length && agreed.every((line, at) => line === asked[at]) ? ok(undefined) : CHANGED;
}

/** Nothing is put into, or changed in, a cart that an accepted quote is paid with. */
export async function refuseQuoteCart(container: MedusaContainer, cart_id: string): Promise<Result<void, Refusal>> {
  return (await quoteOfCart(container, cart_id)) ? CHANGED : ok(undefined);
}

function minorOf(amount: unknown, currency: string): string {
  const parsed = toMinor(typeof amount === "string" ? amount : Number(amount), currency.toUpperCase());
  return parsed.ok ? String(parsed.value) : "";
}
