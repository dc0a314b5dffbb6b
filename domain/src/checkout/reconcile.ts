// Decisions about a checkout that may have died anywhere (docs: rules, checkout). Facts in, decision out; the
// caller reads the facts under the cart's lock and carries the decision out, idempotently.

/** A completion that has shown no life for this long is over: the slowest step, authorising a card, takes seconds. */
export const COMPLETION_GRACE_S = 120;

export interface ReconcileFacts {
  /** The cart's hold; "consumed" when its goods have shipped. */
  readonly hold: "none" | "pending" | "confirmed" | "released" | "consumed";
  readonly order: "none" | "exists" | "canceled";
  /** Medusa's `completed_at` is set on the cart. */
  readonly cart_completed: boolean;
  /** Medusa's payment session. */
  readonly payment_session: "none" | "pending" | "requires_more" | "authorized" | "captured" | "canceled" | "error";
  /**
   * What the provider says when asked; "unknown" when it was not asked or did not answer. "refunded" when the money
   * was taken and has gone back, or a refund intent for all of it stands.
   */
  readonly provider_payment:
    | "unknown"
    | "requires_payment_method"
    | "requires_action"
    | "processing"
    | "requires_capture"
    | "succeeded"
    | "refunded"
    | "canceled";
  /** Somebody is completing the cart at this moment (its lock is held and renewed). */
  readonly completion_running: boolean;
  /** Seconds since the last sign of life: the last attempt to complete, or the last change of the payment. */
  readonly age_s: number;
}

export type ReconcileAction =
  /** All is as it should be. */
  | "nothing"
  /** Ask again later. */
  | "wait"
  /** Hold pending -> confirmed, with the outbox row `order.confirmed` (allocate, capture). */
  | "confirm_hold"
  /** Authorise the payment session of the order, then reconcile again. */
  | "authorize_session"
  /** The order never got its money: cancel it, reopen the cart, release the hold, void (or refund) the payment. */
  | "cancel_order_and_release"
  /** The authorisation of a confirmed order is gone: cancel, release hold and allocation, tell buyer and desk. */
  | "cancel_order_and_tell"
  /** No order came to be: release the hold and void the payment, if any is open. */
  | "release_and_void"
  /** No order came to be and the money was taken at once: release the hold, open a refund intent. */
  | "release_and_refund"
  | "void_payment"
  | "refund_payment"
  /** The order is cancelled already: only the hold is left over. */
  | "release_hold"
  /** Facts that should never meet. A person looks; nothing is changed. */
  | "alert";

export interface ReconcileDecision {
  readonly action: ReconcileAction;
  /** Clear `completed_at` and the link to the order, so that the buyer can try again. */
  readonly reopen_cart: boolean;
  readonly why: string;
}

/**
 * The only judge of a checkout. Total: any combination of facts gets a decision, and carrying it out leads to facts
 * that need nothing or to a wait. An answer the provider did not give is never read as "not paid" for an order that
 * exists.
 */
export function decideReconcile(facts: ReconcileFacts): ReconcileDecision {
  switch (facts.order) {
    case "none":
      return withoutOrder(facts);
    case "canceled":
      return withCanceledOrder(facts);
    case "exists":
      return isPaid(facts) ? withPaidOrder(facts) : withUnpaidOrder(facts);
  }
}

function isPaid(facts: ReconcileFacts): boolean {
  return facts.payment_session === "authorized" || facts.payment_session === "captured";
}

function withoutOrder(facts: ReconcileFacts): ReconcileDecision {
  if (facts.hold === "confirmed" || facts.hold === "consumed") {
    return decided("alert", `The hold is ${facts.hold} but there is no order.`);
  }
  const returned = facts.provider_payment === "canceled" || facts.provider_payment === "refunded";
  const taken = facts.provider_payment === "succeeded" || (facts.payment_session === "captured" && !returned);
  const open = facts.provider_payment === "requires_capture" || (isPaid(facts) && !returned);
  if (facts.hold !== "pending" && !taken && !open) {
    if (!facts.cart_completed) return decided("nothing", "No order, no hold, no money.");
    return isOver(facts)
      ? decided("release_and_void", "The cart says completed but there is no order: reopen it.", true)
      : decided("wait", "The completion may still be running.");
  }
  if (!isOver(facts)) return decided("wait", "The completion may still be running.");
  const reopen = facts.cart_completed;
  if (facts.hold === "pending") {
    return taken
      ? decided("release_and_refund", "No order came of this hold and the money was taken.", reopen)
      : decided("release_and_void", "No order came of this hold.", reopen);
  }
  return taken
    ? decided("refund_payment", "No order came of this payment and the money was taken.", reopen)
    : decided("void_payment", "No order came of this payment and it is still authorised.", reopen);
}

function withCanceledOrder(facts: ReconcileFacts): ReconcileDecision {
  // Refunding a captured, cancelled order belongs to the cancellation itself; doing it here too would pay twice.
  const open = facts.provider_payment === "requires_capture";
  if (facts.hold === "pending" || facts.hold === "confirmed") {
    return open
      ? decided("release_and_void", "The order is cancelled; its hold and authorisation are left over.")
      : decided("release_hold", "The order is cancelled; its hold is left over.");
  }
  return open
    ? decided("void_payment", "The order is cancelled; its authorisation is left over.")
    : decided("nothing", "The order is cancelled and nothing is left over.");
}

function withPaidOrder(facts: ReconcileFacts): ReconcileDecision {
  const expired = facts.provider_payment === "canceled" && facts.payment_session !== "captured";
  if (facts.provider_payment === "canceled" && !expired) {
    return decided("alert", "The payment counts as captured here but the provider cancelled it.");
  }
  switch (facts.hold) {
    case "pending":
      return expired
        ? decided("cancel_order_and_release", "The provider cancelled the payment before the hold was confirmed.", true)
        : decided("confirm_hold", "The order is paid for; its hold is not confirmed yet.");
    case "confirmed":
      return expired
        ? decided("cancel_order_and_tell", "The authorisation expired before it was captured.")
        : decided("nothing", "The order is paid for and its stock is held; capture has its own job.");
    case "consumed":
      return expired
        ? decided("alert", "Goods have shipped on a payment the provider cancelled.")
        : decided("nothing", "The order is paid for and shipped.");
    case "none":
    case "released":
      return decided("alert", "The order is paid for but holds no stock.");
  }
}

function withUnpaidOrder(facts: ReconcileFacts): ReconcileDecision {
  if (facts.completion_running) return decided("wait", "The completion is still running.");
  if (facts.hold === "confirmed" || facts.hold === "consumed") {
    return decided("alert", `The hold is ${facts.hold} though the order was never paid.`);
  }
  switch (facts.provider_payment) {
    case "requires_capture":
    case "succeeded":
      if (facts.payment_session === "none") {
        return decided("alert", "The provider has a payment for an order that has no payment session.");
      }
      if (facts.hold !== "pending") {
        return decided("cancel_order_and_release", "The order is authorised but holds no stock any more.", true);
      }
      return decided("authorize_session", "The provider has authorised the payment; the order does not know it yet.");
    case "unknown":
      // Without a session there is nothing the provider could have taken.
      if (facts.payment_session !== "none") {
        return decided("wait", "The provider has not said whether the payment is authorised.");
      }
      break;
    case "processing":
      return decided("wait", "The provider is still working on the payment.");
    case "requires_payment_method":
    case "requires_action":
    case "refunded":
    case "canceled":
      break;
  }
  if (!isOver(facts)) return decided("wait", "The buyer may still be paying.");
  return decided("cancel_order_and_release", "The order was written but never paid for.", true);
}

function isOver(facts: ReconcileFacts): boolean {
  return !facts.completion_running && facts.age_s >= COMPLETION_GRACE_S;
}

function decided(action: ReconcileAction, why: string, reopen_cart = false): ReconcileDecision {
  return { action, reopen_cart, why };
}
