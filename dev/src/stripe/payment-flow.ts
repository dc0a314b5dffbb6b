import { cardByName, type Decline, type TestCard } from "./cards.js";
import { notFound, refused } from "./errors.js";
import { emit, schedule } from "./events.js";
import { lockBalances, post } from "./ledger.js";
import { attachTo, methodBody, methodFor } from "./resources/payment-methods.js";
import { idFor, insert, load, save } from "./store.js";
import type { Charge, Ctx, Intent, Row } from "./types.js";

/** What a confirmation came to. A decline keeps its effects: a failed charge, the reason on the intent. */
export type Confirmed =
  { outcome: "done"; hang: boolean } | { outcome: "declined"; decline: Decline; charge: string | null };

const CONFIRMABLE: readonly string[] = ["requires_payment_method", "requires_confirmation", "requires_action"];

const AUTHENTICATION_FAILED: Decline = {
  code: "payment_intent_authentication_failure",
  message:
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.",
};

export function unexpectedState(intent: Intent, what: string): Error {
  return refused(`${what} because it has a status of ${intent.status}.`, {
    code: "payment_intent_unexpected_state",
    param: "intent",
    payment_intent: intent,
  });
}

/** Confirms with the method on the intent. The caller holds the intent's row lock. */
export async function confirm(ctx: Ctx, row: Row<Intent>): Promise<Confirmed> {
  const intent = row.body;
  if (!CONFIRMABLE.includes(intent.status)) {
    throw unexpectedState(intent, "You cannot confirm this PaymentIntent");
  }
  const methodId = typeof intent.payment_method === "string" ? intent.payment_method : null;
  if (methodId === null) {
    throw refused(
      "You cannot confirm this PaymentIntent because it's missing a payment method. Provide a payment_method or payment_method_data.",
      { code: "payment_intent_unexpected_state", payment_intent: intent },
    );
  }
  const method = await methodFor(ctx, methodId);
  intent.payment_method = method.body.id;
  intent.last_payment_error = null;
  intent.next_action = null;
  const card = cardByName(method.private.card ?? "");
  if (!card) throw notFound("payment_method", methodId, "payment_method");
  if (method.body.customer !== null && method.body.customer !== intent.customer) {
    throw refused("The provided PaymentMethod belongs to another customer.", { param: "payment_method" });
  }
  if (card.async) return startAsync(ctx, row, card);
  if (card.authenticate) return askAuthentication(ctx, row);
  return authorise(ctx, row, card);
}

/** The buyer pressed a button on the 3-D Secure page. The caller holds the row lock and checked the status. */
export async function finishAuthentication(ctx: Ctx, row: Row<Intent>, approved: boolean): Promise<Confirmed> {
  row.body.next_action = null;
  if (!approved) return fail(ctx, row, AUTHENTICATION_FAILED, null);
  const method = await load(ctx, "payment_method", String(row.body.payment_method));
  const card = cardByName(method.private.card ?? "");
  if (!card) throw notFound("payment_method", method.body.id, "payment_method");
  return authorise(ctx, row, card);
}

async function askAuthentication(ctx: Ctx, row: Row<Intent>): Promise<Confirmed> {
  const intent = row.body;
  const url = `${ctx.publicUrl}/3ds/${intent.id}?client_secret=${encodeURIComponent(intent.client_secret ?? "")}`;
  const returnUrl = row.private.return_url;
  intent.status = "requires_action";
  intent.next_action = returnUrl
    ? { type: "redirect_to_url", redirect_to_url: { return_url: returnUrl, url } }
    : {
        type: "use_stripe_sdk",
        use_stripe_sdk: { type: "three_d_secure_redirect", stripe_js: url, source: "standin" },
      };
  await save(ctx, "payment_intent", row);
  await emit(ctx, "payment_intent.requires_action", intent);
  return { outcome: "done", hang: false };
}

async function authorise(ctx: Ctx, row: Row<Intent>, card: TestCard): Promise<Confirmed> {
  const intent = row.body;
  if (card.decline) return fail(ctx, row, card.decline, await makeCharge(ctx, row, card, "failed", card.decline));
  const charge = await makeCharge(ctx, row, card, "succeeded");
  intent.latest_charge = charge.body.id;
  if (intent.setup_future_usage !== null && typeof intent.customer === "string") {
    await attachTo(ctx, await methodFor(ctx, String(intent.payment_method)), intent.customer);
  }
  if (intent.capture_method === "manual") {
    intent.status = "requires_capture";
    intent.amount_capturable = intent.amount;
    await save(ctx, "payment_intent", row);
    await emit(ctx, "charge.succeeded", charge.body);
    await emit(ctx, "payment_intent.amount_capturable_updated", intent);
  } else {
    await receive(ctx, row, charge, intent.amount);
    await emit(ctx, "charge.succeeded", charge.body);
    await emit(ctx, "payment_intent.succeeded", intent);
    if (card.disputes) await schedule(ctx, "dispute", charge.body.id);
  }
  return { outcome: "done", hang: card.hang ?? false };
}

/** Bank debit: nothing is known yet; a due action settles it. */
async function startAsync(ctx: Ctx, row: Row<Intent>, card: TestCard): Promise<Confirmed> {
  const intent = row.body;
  if (intent.capture_method === "manual") {
    throw refused(`The payment method type ${card.type ?? "card"} does not support capture_method=manual.`, {
      param: "capture_method",
    });
  }
  const charge = await makeCharge(ctx, row, card, "pending");
  intent.latest_charge = charge.body.id;
  intent.status = "processing";
  await save(ctx, "payment_intent", row);
  await emit(ctx, "charge.pending", charge.body);
  await emit(ctx, "payment_intent.processing", intent);
  await schedule(ctx, "settle", intent.id);
  return { outcome: "done", hang: false };
}

/** Settles a bank debit. `succeeds` null: as the test account says. Does nothing if it is settled already. */
export async function settleAsync(ctx: Ctx, intentId: string, succeeds: boolean | null): Promise<void> {
  const row = await load(ctx, "payment_intent", intentId, { lock: true });
  if (row.body.status !== "processing") return;
  const charge = await load(ctx, "charge", String(row.body.latest_charge), { lock: true });
  const card = cardByName(charge.private.card ?? "");
  if (succeeds ?? card?.async === "succeeds") {
    Object.assign(charge.body, { status: "succeeded", paid: true });
    await receive(ctx, row, charge, row.body.amount);
    await emit(ctx, "charge.succeeded", charge.body);
    await emit(ctx, "payment_intent.succeeded", row.body);
    return;
  }
  const decline = card?.decline ?? { code: "payment_intent_payment_attempt_failed", message: "The payment failed." };
  Object.assign(charge.body, { status: "failed", failure_code: decline.code, failure_message: decline.message });
  await save(ctx, "charge", charge);
  await fail(ctx, row, decline, charge);
}

/** Captures `amount` of an authorised intent; the rest of the authorisation is released. */
export async function capture(
  ctx: Ctx,
  row: Row<Intent>,
  charge: Row<Charge>,
  amount: number,
): Promise<"captured" | "expired"> {
  const card = cardByName(charge.private.card ?? "");
  if (card?.captureFails) {
    await release(ctx, row, charge, "automatic");
    return "expired";
  }
  await receive(ctx, row, charge, amount);
  await emit(ctx, "charge.captured", charge.body);
  await emit(ctx, "payment_intent.succeeded", row.body);
  if (card?.disputes) await schedule(ctx, "dispute", charge.body.id);
  return "captured";
}

/** Ends an intent without money: the authorisation, if there is one, goes back to the buyer. */
export async function release(
  ctx: Ctx,
  row: Row<Intent>,
  charge: Row<Charge> | null,
  reason: Intent["cancellation_reason"],
): Promise<void> {
  Object.assign(row.body, {
    status: "canceled",
    canceled_at: ctx.now,
    cancellation_reason: reason,
    amount_capturable: 0,
    next_action: null,
  });
  await save(ctx, "payment_intent", row);
  if (charge && !charge.body.captured && charge.body.status === "succeeded") {
    Object.assign(charge.body, { amount_refunded: charge.body.amount, refunded: true });
    await save(ctx, "charge", charge);
    await emit(ctx, reason === "automatic" ? "charge.expired" : "charge.refunded", charge.body);
  }
  await emit(ctx, "payment_intent.canceled", row.body);
}

/** Money arrives: intent, charge and ledger together. */
async function receive(ctx: Ctx, row: Row<Intent>, charge: Row<Charge>, amount: number): Promise<void> {
  const { funds_delay_s, charge_fee_bps, charge_fee_fixed } = ctx.faults.config;
  const currency = charge.body.currency;
  await lockBalances(ctx, currency, [ctx.account]);
  const balance_transaction = await post(ctx, {
    account: ctx.account,
    currency,
    amount,
    fee: Math.min(amount, Math.round((amount * charge_fee_bps) / 10_000) + charge_fee_fixed),
    type: "charge",
    reporting_category: "charge",
    source: charge.body.id,
    description: charge.body.description,
    available_on: ctx.now + funds_delay_s,
  });
  // As at Stripe, the part not captured counts as refunded: refundable = amount - amount_refunded.
  Object.assign(charge.body, {
    captured: true,
    amount_captured: amount,
    amount_refunded: charge.body.amount - amount,
    balance_transaction,
  });
  Object.assign(row.body, { status: "succeeded", amount_received: amount, amount_capturable: 0, next_action: null });
  await save(ctx, "charge", charge);
  await save(ctx, "payment_intent", row);
}

async function fail(ctx: Ctx, row: Row<Intent>, decline: Decline, charge: Row<Charge> | null): Promise<Confirmed> {
  const intent = row.body;
  const methodId = typeof intent.payment_method === "string" ? intent.payment_method : null;
  const payment_method = await methodBody(ctx, methodId);
  intent.status = "requires_payment_method";
  intent.payment_method = null;
  if (charge) intent.latest_charge = charge.body.id;
  intent.last_payment_error = {
    type: decline.code === AUTHENTICATION_FAILED.code ? "invalid_request_error" : "card_error",
    code: decline.code,
    ...(decline.decline_code && { decline_code: decline.decline_code }),
    ...(charge && { charge: charge.body.id }),
    message: decline.message,
    ...(payment_method && { payment_method }),
  };
  await save(ctx, "payment_intent", row);
  if (charge) await emit(ctx, "charge.failed", charge.body);
  await emit(ctx, "payment_intent.payment_failed", intent);
  return { outcome: "declined", decline, charge: charge?.body.id ?? null };
}

async function makeCharge(
  ctx: Ctx,
  row: Row<Intent>,
  card: TestCard,
  status: Charge["status"],
  decline?: Decline,
): Promise<Row<Charge>> {
  const intent = row.body;
  const method = await methodBody(ctx, String(intent.payment_method));
  const body: Charge = {
    id: idFor(ctx, "charge"),
    object: "charge",
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method?.billing_details ?? { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: "STAND-IN",
    captured: false,
    created: ctx.now,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: decline ? "declined_by_network" : "approved_by_network",
      reason: decline?.decline_code ?? decline?.code ?? null,
      risk_level: "normal",
      seller_message: decline ? "The bank declined the payment." : "Payment complete.",
      type: decline ? "issuer_declined" : "authorized",
    },
    paid: status === "succeeded",
    payment_intent: intent.id,
    payment_method: String(intent.payment_method),
    payment_method_details: { type: card.type ?? "card" },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
  const made: Row<Charge> = { body, private: { card: card.alias } };
  await insert(ctx, "charge", body, made.private);
  return made;
}
