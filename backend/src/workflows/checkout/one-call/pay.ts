import type { IPaymentModuleService, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk";
import { toMinor } from "@commonlot/domain";
import Stripe from "stripe";
import { killPoint } from "../../../lib/kill-point";
import { RefusalError, refuseWith, valueOf } from "../../../lib/refusal";
import { stripe } from "../../../providers/stripe/client";
import { providerStatus } from "../facts";
import { isPlaced, keepGoods, oneSession, PAYING_FIELDS, type PayingCart } from "../session";
import type { CheckOut } from "./types";

/**
 * How the payment stands. `ready`: completing may begin. The others are the buyer's turn: `asks` has the processor's secret, with which the
 * browser pays or passes 3-D Secure; the same call goes on afterwards.
 */
export type Paying =
  | { state: "ready" }
  | { state: "asks"; why: "method" | "authentication"; expires_at: string; client_secret: string }
  | { state: "declined"; code: string; decline_code: string | null; expires_at: string; client_secret: string }
  | { state: "processing" };

export type CollectedCart = Omit<PayingCart, "payment_collection"> & {
  payment_collection?: (NonNullable<PayingCart["payment_collection"]> & { amount: unknown }) | null;
  raw_total: unknown;
  item_total: unknown;
  shipping_total: unknown;
};

export const COLLECTED_FIELDS = [
  ...PAYING_FIELDS,
  "payment_collection.amount",
  "raw_total",
  "item_total",
  "shipping_total",
];

/**
 * The payment of a computed cart: its one session, and the card confirmed where one was given. The session is written before the card
 * is asked, so a process that dies in between leaves a payment that the next call finds. No compensation: an
 * authorised card without an order is freed by the judge (docs/adr/0006), an unpaid session is nothing.
 */
export const payStep = createStep("checkout-pay", async (input: CheckOut, { container }) => {
  return new StepResponse<Paying>(await pay(container, input));
});

async function pay(container: MedusaContainer, input: CheckOut): Promise<Paying> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "cart", fields: COLLECTED_FIELDS, filters: { id: input.cart_id } });
  const cart = data[0] as unknown as CollectedCart;
  if (isPlaced(cart)) return { state: "ready" };
  sameTotal(cart, input.expected_total);
  const { provider_id } = input.payment;
  const cards = provider_id.startsWith("pp_stripe");
  // Before a card is asked. Without one completing begins at once, and holds itself.
  const expires_at = cards ? await keepGoods(container, cart) : "";
  const collection_id = await collectionOf(container, cart);
  const session = await oneSession(container, cart, { collection_id, provider_id });
  killPoint("session_written_not_confirmed");
  return cards ? byCard(session, input.payment, expires_at) : { state: "ready" };
}

/** Another total than the one the buyer saw is shown, not taken. */
function sameTotal(cart: CollectedCart, expected: CheckOut["expected_total"]): void {
  if (expected === undefined) return;
  const minor = (amount: unknown) =>
    valueOf(toMinor(typeof amount === "string" ? amount : Number(amount), cart.currency_code));
  if (minor(expected) === minor(cart.total)) return;
  throw new RefusalError({
    reason: "amount_changed",
    message: "The total is another one by now. Nothing was paid. Look at it again, and order then.",
    field: "expected_total",
    details: {
      currency_code: cart.currency_code,
      total: Number(cart.total),
      item_total: Number(cart.item_total),
      shipping_total: Number(cart.shipping_total),
    },
  });
}

/** The cart's payment collection, over its total: a process that died after the taxes left it at the old one, and every session takes its amount. */
export async function collectionOf(container: MedusaContainer, cart: CollectedCart): Promise<string> {
  const payments: IPaymentModuleService = container.resolve(Modules.PAYMENT);
  const known = cart.payment_collection;
  if (!known) return newCollection(container, cart);
  if (Number(known.amount) !== Number(cart.total))
    await payments.updatePaymentCollections(known.id, {
      amount: cart.raw_total as number,
      currency_code: cart.currency_code,
    });
  return known.id;
}

async function newCollection(container: MedusaContainer, cart: CollectedCart): Promise<string> {
  const payments: IPaymentModuleService = container.resolve(Modules.PAYMENT);
  const [made] = await payments.createPaymentCollections([
    { currency_code: cart.currency_code, amount: cart.raw_total as number },
  ]);
  if (!made) throw new Error(`no payment collection was made for cart ${cart.id}`);
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.CART]: { cart_id: cart.id },
    [Modules.PAYMENT]: { payment_collection_id: made.id },
  });
  return made.id;
}

async function byCard(
  session: Session,
  { payment_method, return_url }: CheckOut["payment"],
  expires_at: string,
): Promise<Paying> {
  const client_secret = String(session.data.client_secret);
  const status = await providerStatus(session);
  switch (status) {
    case "requires_capture":
    case "succeeded":
      return { state: "ready" };
    case "processing":
      return { state: "processing" };
    case "unknown":
      return unknown();
    case "requires_action":
    case "requires_payment_method":
    case "canceled":
    case "refunded":
      if (payment_method === undefined)
        return {
          state: "asks",
          why: status === "requires_action" ? "authentication" : "method",
          expires_at,
          client_secret,
        };
      return askCard(session, { payment_method, return_url }, { expires_at, client_secret });
  }
}

function unknown(): never {
  return refuseWith(
    "payment_unknown",
    "The payment processor can't be reached just now. Nothing was paid twice; the cart is kept. Try again in a minute.",
  );
}

type Session = { provider_id: string; data: Record<string, unknown> };

/**
 * Asks the card. Whatever a retry after a lost answer finds, it was looked at first: an authorised payment is not asked for again. No answer is
 * `payment_unknown`: the next call looks.
 */
export async function askCard(
  session: Session,
  { payment_method, return_url }: { payment_method: string; return_url: string | undefined },
  told: { expires_at: string; client_secret: string },
): Promise<Paying> {
  try {
    const intent = await stripe().paymentIntents.confirm(String(session.data.id), {
      payment_method,
      ...(return_url === undefined ? {} : { return_url }),
    });
    killPoint("card_confirmed_not_completed");
    if (intent.status === "requires_capture" || intent.status === "succeeded") return { state: "ready" };
    if (intent.status === "processing") return { state: "processing" };
    return { state: "asks", why: intent.status === "requires_action" ? "authentication" : "method", ...told };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) {
      return {
        state: "declined",
        code: error.code ?? "card_declined",
        decline_code: error.decline_code ?? null,
        ...told,
      };
    }
    if (NO_ANSWER.some((kind) => error instanceof kind)) return unknown();
    // It was paid, cancelled or asked for in another window since it was looked at.
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "payment_intent_unexpected_state")
      return standing(session, told);
    if (error instanceof Stripe.errors.StripeInvalidRequestError) {
      refuseWith(
        "invalid_payment_method",
        "The processor does not take this way of paying. Nothing was paid. Choose another one.",
        "payment.payment_method",
      );
    }
    throw error;
  }
}

/** The processor was not reached, or did not say what it did. */
const NO_ANSWER = [
  Stripe.errors.StripeConnectionError,
  Stripe.errors.StripeAPIError,
  Stripe.errors.StripeRateLimitError,
];

/** How the payment stands by now, without asking the card. */
async function standing(session: Session, told: { expires_at: string; client_secret: string }): Promise<Paying> {
  const status = await providerStatus(session);
  if (status === "requires_capture" || status === "succeeded") return { state: "ready" };
  if (status === "processing") return { state: "processing" };
  if (status === "requires_action") return { state: "asks", why: "authentication", ...told };
  if (status === "requires_payment_method") return { state: "asks", why: "method", ...told };
  // Cancelled: the next call opens another one.
  return unknown();
}
