/** A Medusa to buy from, with what a client of it knows. */
export interface Shop {
  readonly url: string;
  readonly publishable_key: string;
  readonly region_id: string;
  readonly variant_id: string;
  readonly shipping_option_id: string;
  /** Packs of each order; one where nothing is said. */
  readonly quantity?: number;
}

/** Medusa's own payment without a processor: the same in both, and nothing of a stand-in in the figures. */
export const PROVIDER = "pp_system_default";

const ADDRESS = {
  first_name: "Xiulan",
  last_name: "Wang",
  address_1: "Renmin Lu 12",
  city: "上海市",
  province: "31",
  postal_code: "200000",
  country_code: "cn",
  phone: "13800000000",
};

/** Called after each call of a flow, with its name. */
export type Note = (call: string) => void;
export type Flow = (shop: Shop, buyer: string, note?: Note) => Promise<{ order_id: string } | { refused: string }>;

interface Answer {
  type?: string;
  cart?: { id: string };
  order?: { id: string };
  payment_collection?: { id: string };
  error?: { message: string };
  message?: string;
  code?: string;
}

export const flows = {
  /** What any client of Medusa does: six calls. */
  standard: async (shop, buyer, note = () => undefined) => {
    const call = caller(shop, note);
    const cart = await newCart(shop, buyer, call);
    await call("address", `/store/carts/${cart}`, { shipping_address: ADDRESS, billing_address: ADDRESS });
    await call("shipping", `/store/carts/${cart}/shipping-methods`, { option_id: shop.shipping_option_id });
    const { payment_collection } = await call("payment collection", "/store/payment-collections", { cart_id: cart });
    const sessions = `/store/payment-collections/${payment_collection?.id}/payment-sessions`;
    await call("payment session", sessions, { provider_id: PROVIDER });
    return ended(await call("complete", `/store/carts/${cart}/complete`, {}));
  },
  /** The same with our own route: two calls. */
  oneCall: async (shop, buyer, note = () => undefined) => {
    const call = caller(shop, note);
    const cart = await newCart(shop, buyer, call);
    const body = {
      cart_id: cart,
      shipping_address: ADDRESS,
      billing_address: ADDRESS,
      shipping_option_id: shop.shipping_option_id,
      payment: { provider_id: PROVIDER },
    };
    return ended(await call("checkout", "/store/checkouts", body));
  },
} satisfies Record<string, Flow>;

type Call = (name: string, path: string, body: object) => Promise<Answer>;

async function newCart(shop: Shop, buyer: string, call: Call): Promise<string> {
  const items = [{ variant_id: shop.variant_id, quantity: shop.quantity ?? 1 }];
  const { cart } = await call("cart", "/store/carts", { region_id: shop.region_id, email: buyer, items });
  if (!cart) throw new Error("no cart was made");
  return cart.id;
}

/** What ends a purchase is safe to repeat, and is: of sixteen who want the same goods at once some wait too long for Medusa's lock. */
const REPEATED = new Set(["complete", "checkout"]);
const TRIES = 20;

/** Throws on what is no answer of a shop; a refusal with a sentence is given back. */
function caller(shop: Shop, note: Note): Call {
  return async (name, path, body) => {
    for (let tries = 1; ; tries++) {
      const response = await fetch(`${shop.url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-publishable-api-key": shop.publishable_key },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      const busy = response.status >= 500 || response.status === 409;
      if (busy && REPEATED.has(name) && tries < TRIES) continue;
      note(name);
      if (busy || (!response.ok && !REPEATED.has(name)))
        throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`);
      return JSON.parse(text) as Answer;
    }
  };
}

function ended(answer: Answer): { order_id: string } | { refused: string } {
  if (answer.order) return { order_id: answer.order.id };
  return { refused: answer.code ?? answer.error?.message ?? answer.message ?? "no reason" };
}
