import { z } from "zod";
import { localeOf, type Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { call, COMPLETE_MS, type Answer, type Refusal } from "../../lib/api.server";
import { readEnv } from "../../lib/env.server";
import { formatsOf } from "../../lib/formats";
import { minorOf } from "../../lib/money.server";
import type { MedusaCart } from "../cart/data.server";
import { text } from "../ui/form.server";

const STRIPE = "pp_stripe_stripe";

/** What the browser needs to pay: or nothing, when the cart has become an order meanwhile. */
export type StartedPayment =
  | { readonly state: "placed" }
  | { readonly state: "ready"; readonly client_secret: string; readonly intent_id: string };

const startedSchema = z.object({
  payment: z.discriminatedUnion("state", [
    z.object({ state: z.literal("placed") }),
    z.object({
      state: z.literal("ready"),
      session: z.object({ data: z.object({ id: z.string(), client_secret: z.string() }) }),
    }),
  ]),
});

/**
 * `token`: of the company, for the cart of its quote. Takes the soft hold and gets the card processor's secret for this cart. Called again (a second click, a second window, a
 * declined card) it gives the same payment, so that one cart is never authorised twice.
 */
export async function startPayment(cart_id: string, token?: string): Promise<Answer<StartedPayment>> {
  const body = { cart_id, provider_id: STRIPE };
  const started = await call("/store/payments", startedSchema, { body, token, time_limit_ms: COMPLETE_MS });
  if (!started.ok) return started;
  const { payment } = started.value;
  if (payment.state === "placed") return { ok: true, value: payment };
  const { id, client_secret } = payment.session.data;
  return { ok: true, value: { state: "ready", intent_id: id, client_secret } };
}

/**
 * Words when the cart's total is another one than the button said that was pressed, in another window's wake, say; null when it is the
 * same. A form that does not say (a page from before this was asked) is taken as it is.
 */
export function amountChanged(form: FormData, cart: MedusaCart, path: Path): string | null {
  const currency = cart.currency_code.toUpperCase();
  const now = minorOf(cart.total, currency);
  const typed = text(form, "shown_minor");
  const was = /^\d{1,15}$/.test(typed) ? Number(typed) : now;
  if (was === now) return null;
  const words = (minor: number) => formatsOf(localeOf(path)).moneyInWords(minor, currency);
  return say(path)("amountChanged.text", { was: words(was), now: words(now) });
}

/** The hosted page of the stand-in for this payment, or undefined where there is none. */
export function hostedPage(
  payment: StartedPayment & { state: "ready" },
  return_url: string,
  locale: string,
): string | undefined {
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
export async function completeCart(cart_id: string, token?: string): Promise<Completion> {
  const answer = await call(`/store/carts/${encodeURIComponent(cart_id)}/complete`, completeSchema, {
    method: "POST",
    token,
    time_limit_ms: COMPLETE_MS,
  });
  return decideCompletion(answer);
}

/** The key by which this browser acts as the buyer of the order that its cart became; "none" where it is too late for one. */
export type KeyOfOrder = { end: "given"; key: string } | { end: "none" } | { end: "waiting" };

/** Asks for it, at once after the order: later the link in the message about the order has it too. Safe to repeat. */
export async function keyOfOrder(order_id: string, cart_id: string, token?: string): Promise<KeyOfOrder> {
  const answer = await call(`/store/orders/${encodeURIComponent(order_id)}/key`, z.object({ key: z.string() }), {
    body: { cart_id },
    token,
  });
  if (answer.ok) return { end: "given", key: answer.value.key };
  return { end: answer.refusal.code === "unavailable" ? "waiting" : "none" };
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
