import { Medusa } from "./sdk.js";

type Cart = Awaited<ReturnType<Medusa["store"]["cart"]["create"]>>["cart"];
type Order = Awaited<ReturnType<Medusa["store"]["order"]["retrieve"]>>["order"];
type Address = NonNullable<Parameters<Medusa["store"]["cart"]["update"]>[1]["shipping_address"]>;

export interface ShopClientOptions {
  backendUrl: string;
  /** The Stripe stand-in, where the browser would confirm the card. */
  stripeUrl: string;
  publishableKey: string;
  /** Sent with each call: who acts for a company pays its quotes so. */
  headers?: Record<string, string>;
}

export type Completion =
  | { type: "order"; order: Order }
  | { type: "cart"; cart: Cart; error: { message: string; name?: string; type?: string } };

/** The cards of Stripe's test mode, by what happens to them. */
export const cards = {
  good: "pm_card_visa",
  declined: "pm_card_visa_chargeDeclined",
  threeDSecure: "pm_card_authenticationRequired",
} as const;

export const anAddress: Address = {
  first_name: "Xiulan",
  last_name: "Wang",
  address_1: "Renmin Lu 12",
  city: "Shanghai",
  province: "Shanghai",
  postal_code: "200000",
  country_code: "cn",
  phone: "13800000000",
};

const PROVIDER = "pp_stripe_stripe";

/**
 * A plain buyer, as any Medusa storefront would be: the published SDK, Medusa's own routes, and the card confirmed with
 * Stripe from the browser by publishable key and client secret. It knows nothing of pools, holds or households.
 */
export class ShopClient {
  readonly sdk: Medusa;

  constructor(private readonly options: ShopClientOptions) {
    this.sdk = new Medusa({
      baseUrl: options.backendUrl,
      publishableKey: options.publishableKey,
      ...(options.headers ? { globalHeaders: options.headers } : {}),
      auth: { type: "jwt", jwtTokenStorageMethod: "memory" },
    });
  }

  async createCart(
    region_id: string,
    more: { email?: string; metadata?: Record<string, unknown> } = {},
  ): Promise<Cart> {
    const { cart } = await this.sdk.store.cart.create({ region_id, email: "buyer@example.com", ...more });
    return cart;
  }

  async addLine(cart_id: string, variant_id: string, quantity: number): Promise<Cart> {
    return (await this.sdk.store.cart.createLineItem(cart_id, { variant_id, quantity })).cart;
  }

  async setAddress(cart_id: string, address: Address = anAddress): Promise<Cart> {
    return (await this.sdk.store.cart.update(cart_id, { shipping_address: address, billing_address: address })).cart;
  }

  /** Takes the given shipping option, or the first one offered, as official storefronts do. */
  async shipping(cart_id: string, option_id?: string): Promise<Cart> {
    let chosen = option_id;
    if (!chosen) {
      const { shipping_options } = await this.sdk.store.fulfillment.listCartOptions({ cart_id });
      chosen = shipping_options[0]?.id;
      if (!chosen) throw new Error(`Cart ${cart_id} is offered no shipping option`);
    }
    return (await this.sdk.store.cart.addShippingMethod(cart_id, { option_id: chosen })).cart;
  }

  /** Opens a payment session; returns what the browser gets: the payment intent and its client secret. */
  async paymentSession(cart_id: string): Promise<{ id: string; client_secret: string }> {
    const { cart } = await this.sdk.store.cart.retrieve(cart_id, {
      fields: "+payment_collection.*,+payment_collection.payment_sessions.*",
    });
    const { payment_collection } = await this.sdk.store.payment.initiatePaymentSession(cart, { provider_id: PROVIDER });
    const session = payment_collection.payment_sessions?.find(
      (one) => one.provider_id === PROVIDER && one.status === "pending",
    );
    const { id, client_secret } = (session?.data ?? {}) as { id?: string; client_secret?: string };
    if (!id || !client_secret) throw new Error(`Cart ${cart_id} got no payment session with Stripe`);
    return { id, client_secret };
  }

  /** Confirms the card as Stripe's script in the browser does. Returns the intent's status; a refusal is thrown with Stripe's words. */
  async payByCard(intent: { id: string; client_secret: string }, card: string = cards.good): Promise<string> {
    const response = await fetch(`${this.options.stripeUrl}/v1/payment_intents/${intent.id}/confirm`, {
      method: "POST",
      headers: { authorization: "Bearer pk_test_standin", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        client_secret: intent.client_secret,
        payment_method: card,
        return_url: `${this.options.backendUrl}/paid`,
      }),
    });
    const answer = (await response.json()) as { status?: string; error?: { message: string } };
    if (!response.ok || !answer.status) throw new Error(answer.error?.message ?? `Stripe answered ${response.status}`);
    return answer.status;
  }

  /** Completes the cart: the order, or Medusa's reason why not. An HTTP error is thrown with its status and message. */
  async complete(cart_id: string): Promise<Completion> {
    const result = await this.sdk.store.cart.complete(cart_id);
    return result.type === "order"
      ? { type: "order", order: result.order }
      : { type: "cart", cart: result.cart, error: result.error };
  }

  /** Everything up to the button "pay": a cart with lines, address, shipping and a confirmed card. */
  async readyToComplete(purchase: Purchase): Promise<{ cart_id: string; intent_id: string }> {
    const cart = await this.createCart(purchase.region_id, { email: purchase.email, metadata: purchase.metadata });
    for (const { variant_id, quantity } of purchase.lines) await this.addLine(cart.id, variant_id, quantity);
    await this.setAddress(cart.id, purchase.address);
    await this.shipping(cart.id, purchase.shipping_option_id);
    const intent = await this.paymentSession(cart.id);
    await this.payByCard(intent, purchase.card);
    return { cart_id: cart.id, intent_id: intent.id };
  }

  /** A whole purchase. Throws when it does not end in an order. */
  async buy(purchase: Purchase): Promise<Order> {
    const { cart_id } = await this.readyToComplete(purchase);
    const result = await this.complete(cart_id);
    if (result.type === "order") return result.order;
    throw new Error(`The cart did not become an order: ${result.error.message}`);
  }
}

export interface Purchase {
  region_id: string;
  lines: { variant_id: string; quantity: number }[];
  email?: string;
  address?: Address;
  card?: string;
  shipping_option_id?: string;
  metadata?: Record<string, unknown>;
}
