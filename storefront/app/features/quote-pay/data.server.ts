import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { asResponse, type Refusal } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import { minor } from "../../lib/shapes";
import { tokenOf } from "../../lib/sessions.server";
import { WITH_TAX } from "../../lib/money.server";
import { cartSchema, type MedusaCart } from "../cart/data.server";
import { shopRefusal } from "../cart/freight-words.server";
import { company } from "../company/data.server";
import { transferWords } from "../transfer/refusals.server";
import { inWords } from "../ui/form.server";

/** What is paid so: one quote, or all parts of a joint one. */
const KINDS = ["quotes", "joint-quotes"] as const;

const address = z.object({
  id: z.string(),
  name: z.string(),
  province: z.string(),
  city: z.string(),
  address: z.string(),
});

const checkoutSchema = z.object({
  may: z.boolean(),
  cart_id: z.string().nullable(),
  currency: z.string().nullable(),
  total_minor: minor.nullable(),
  freight_minor: minor.nullable(),
  ends_at: z.string().nullable(),
  /** The quote says where the goods go: no other place is asked for. */
  named: z.boolean(),
  place: z
    .object({ name: z.string(), phone: z.string(), province: z.string(), city: z.string(), address: z.string() })
    .nullable(),
  /** To how many people the goods go, where they go to a list. */
  addressees: z.int().nullable(),
  /** To choose from, where it names none. */
  addresses: z.array(address),
});
export type QuoteCheckout = z.output<typeof checkoutSchema>;

export const openedSchema = z.object({ cart_id: z.string() });

/** Who pays an accepted quote by card, and where: its cart is known by the quote in the page's address, and no cookie has it. */
export interface Payer {
  readonly who: Member;
  readonly token: string | undefined;
  /** The quote's page, below the language. */
  readonly quote: string;
  /** The page that it is paid on. */
  readonly here: string;
  checkout(): Promise<QuoteCheckout>;
}

export async function payer(request: Request, path: Path, params: { kind: string; id: string }): Promise<Payer> {
  if (!KINDS.some((kind) => kind === params.kind)) throw new Response(null, { status: 404 });
  const who = await company(request, path);
  const id = encodeURIComponent(params.id);
  const quote = `/wholesale/${params.kind}/${id}`;
  return {
    who,
    token: await tokenOf(request, "company"),
    quote,
    here: `/${path}/wholesale/pay/${params.kind}/${id}`,
    checkout: () => who.read(`${quote}/checkout`, checkoutSchema),
  };
}

/** The cart of a quote, as its buyer is shown it. */
export async function quoteCart({ who }: Payer, cart_id: string): Promise<MedusaCart> {
  const answer = await who.call(`/store/carts/${encodeURIComponent(cart_id)}`, z.object({ cart: cartSchema }), {
    query: WITH_TAX,
  });
  if (answer.ok) return answer.value.cart;
  throw asResponse(answer.refusal);
}

/** Refusals that say the same at a quote and in the shop. */
const OF_SHOP = ["phone_not_dialled", "invalid_country", "no_shipping", "email_missing"];

/** What was refused of the address or of who is told. */
export const contactWords = (path: Path, refusal: Refusal): string =>
  OF_SHOP.includes(refusal.code) ? inWords(path, refusal) : transferWords(path, refusal);

/** What was refused of the payment. */
export const payWords = (path: Path, refusal: Refusal, cart_id: string): Promise<string> =>
  shopRefusal(path, refusal, cart_id);
