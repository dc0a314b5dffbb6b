import { ok, refuse, type Refusal, type Result } from "../shared/result";
import type { ReconcileFacts } from "./reconcile";

export interface ValidateFacts {
  readonly order: ReconcileFacts["order"];
  readonly payment_session: ReconcileFacts["payment_session"];
  /** What the payment session is for, in minor units; null when the cart has none. */
  readonly payment_amount_minor: bigint | null;
  readonly cart_total_minor: bigint;
  /** Both in one currency: ISO 4217 codes, in either case. */
  readonly payment_currency: string | null;
  readonly cart_currency: string;
}

export type ValidateAction = "nothing" | "take_hold";

export type ValidateRefusal = Refusal<"payment_pending" | "order_canceled" | "payment_missing" | "amount_mismatch">;

/**
 * What the `validate` hook does on every attempt to complete a cart (docs: rules, checkout): nothing when the order
 * exists and its payment is authorised; otherwise set the cart's hold to today's line sums.
 *
 * Refuses an order whose payment is not authorised (`payment_pending`; reconcile decides its end), a cart whose
 * order was cancelled, a cart without a payment session, and a payment that is not exactly the cart's total. Every
 * refusal must write `void-payment` to the outbox, since Medusa leaves the card authorised.
 */
export function decideValidate(facts: ValidateFacts): Result<{ action: ValidateAction }, ValidateRefusal> {
  if (facts.order === "canceled") {
    return refuse("order_canceled", "The order of this cart was cancelled; start a new cart.");
  }
  const paid = facts.payment_session === "authorized" || facts.payment_session === "captured";
  if (facts.order === "exists") {
    return paid ? ok({ action: "nothing" }) : refuse("payment_pending", "The payment of this order is still open.");
  }
  if (facts.payment_amount_minor === null || facts.payment_currency === null || facts.payment_session === "none") {
    return refuse("payment_missing", "This cart has no payment yet.");
  }
  const sameCurrency = facts.payment_currency.toUpperCase() === facts.cart_currency.toUpperCase();
  if (!sameCurrency || facts.payment_amount_minor !== facts.cart_total_minor) {
    return refuse("amount_mismatch", "The payment is not for the total of the cart; start the payment again.");
  }
  return ok({ action: "take_hold" });
}
