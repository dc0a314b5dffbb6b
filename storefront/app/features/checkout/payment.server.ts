import { z } from "zod";
import { call, COMPLETE_MS, type Answer, type Refusal } from "../../lib/api.server";
import { readEnv } from "../../lib/env.server";
import { minorOf } from "../../lib/money.server";
import { STRIPE, type MedusaCart } from "../cart/data.server";

export interface StartedPayment {
  readonly client_secret: string;
  readonly intent_id: string;
}

const sessionSchema = z.object({
  provider_id: z.string(),
  status: z.string(),
  amount: z.number(),
  data: z.object({ id: z.string(), client_secret: z.string() }).nullish(),
});
const collectionSchema = z.object({
  payment_collection: z.object({ id: z.string(), payment_sessions: z.array(sessionSchema).nullish() }),
});

/**
 * Takes the soft hold and gets the card processor's secret for this cart. Called again (a second click, a declined
 * card) it gives the same payment, so that one cart is never authorised twice. A session Medusa has marked dead is
 * replaced.
 */
export async function startPayment(cart: MedusaCart): Promise<Answer<StartedPayment>> {
  const held = await call("/store/holds", z.unknown(), { body: { cart_id: cart.id } });
  if (!held.ok) return held;

  const known = cart.payment_collection?.payment_sessions?.find((session) => session.provider_id === STRIPE);
  const total = minorOf(cart.total, cart.currency_code);
  if (known && LIVE.has(known.status) && minorOf(known.amount, cart.currency_code) === total) {
    if (known.data?.id && known.data.client_secret) {
      return { ok: true, value: { intent_id: known.data.id, client_secret: known.data.client_secret } };
    }
  }
  const collection_id = cart.payment_collection?.id ?? null;
  const collection =
    collection_id === null ? await createCollection(cart.id) : { ok: true as const, value: collection_id };
  if (!collection.ok) return collection;
  const made = await call(
    `/store/payment-collections/${encodeURIComponent(collection.value)}/payment-sessions`,
    collectionSchema,
    {
      body: { provider_id: STRIPE },
    },
  );
  if (!made.ok) return made;
  const session = made.value.payment_collection.payment_sessions?.find(
    (one) => one.provider_id === STRIPE && LIVE.has(one.status),
  );
  if (!session?.data)
    return { ok: false, refusal: { status: 503, code: "unavailable", message: "no payment session was made" } };
  return { ok: true, value: { intent_id: session.data.id, client_secret: session.data.client_secret } };
}

const LIVE = new Set(["pending", "requires_more"]);

async function createCollection(cart_id: string): Promise<Answer<string>> {
  const made = await call("/store/payment-collections", collectionSchema, { body: { cart_id } });
  return made.ok ? { ok: true, value: made.value.payment_collection.id } : made;
}

/** The hosted page of the stand-in for this payment, or undefined where there is none. */
export function hostedPage(payment: StartedPayment, return_url: string, locale: string): string | undefined {
  const base = readEnv().STRIPE_HOSTED_PAY_URL;
  if (base === undefined) return undefined;
  const url = new URL(`${base.replace(/\/$/, "")}/${encodeURIComponent(payment.intent_id)}`);
  url.searchParams.set("client_secret", payment.client_secret);
  url.searchParams.set("return_url", return_url);
  url.searchParams.set("locale", locale);
  return url.toString();
}

const completeSchema = z.union([
  z.object({ type: z.literal("order"), order: z.object({ id: z.string() }) }),
  z.object({ type: z.literal("cart"), error: z.object({ message: z.string() }).nullish() }),
]);

/** What became of the attempt to turn the cart into an order. */
export type Completion =
  | { end: "placed"; order_id: string }
  /** The card was not accepted, or the bank still wants something: back to the card field, cart kept. */
  | { end: "not_authorised" }
  | { end: "refused"; refusal: Refusal }
  /** Not known yet: the same call later tells. Paying again would be wrong. */
  | { end: "waiting" };

/** Completes the cart. Safe to repeat: a cart that is an order already answers with that same order. */
export async function completeCart(cart_id: string): Promise<Completion> {
  const answer = await call(`/store/carts/${encodeURIComponent(cart_id)}/complete`, completeSchema, {
    method: "POST",
    time_limit_ms: COMPLETE_MS,
  });
  return decideCompletion(answer);
}

/** Pure: which end an answer means. */
export function decideCompletion(answer: Answer<z.output<typeof completeSchema>>): Completion {
  if (answer.ok)
    return answer.value.type === "order"
      ? { end: "placed", order_id: answer.value.order.id }
      : { end: "not_authorised" };
  const { refusal } = answer;
  if (refusal.code === "unavailable" || refusal.code === "payment_pending" || refusal.status === 409)
    return { end: "waiting" };
  if (refusal.code === "payment_missing") return { end: "not_authorised" };
  if (/not authorized|no payment session|payment sessions? (is|are) required/i.test(refusal.message))
    return { end: "not_authorised" };
  return { end: "refused", refusal };
}
