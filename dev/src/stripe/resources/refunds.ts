import type Stripe from "stripe";
import { cardByName } from "../cards.js";
import { invalid, missing, refused } from "../errors.js";
import { emit, schedule } from "../events.js";
import { lockBalances, post } from "../ledger.js";
import { choice, mergeMetadata, optAmount, optBool, optText } from "../params.js";
import { idFor, insert, load, page, save } from "../store.js";
import { ok, type Charge, type Ctx, type Route, type Row } from "../types.js";

export const refundRoutes: Route[] = [
  { method: "POST", path: "/refunds", handle: create },
  { method: "GET", path: "/refunds", handle: listAll },
  { method: "GET", path: "/refunds/:id", handle: retrieve },
  { method: "POST", path: "/refunds/:id", handle: update },
];

async function create(ctx: Ctx) {
  const { params } = ctx;
  const value = optAmount(params, "amount");
  for (const name of ["reverse_transfer", "refund_application_fee"]) {
    if (optBool(params, name))
      throw invalid(`The stand-in does not support ${name}: reverse transfers yourself.`, name);
  }
  const charge = await chargeOf(ctx);
  const { body } = charge;
  if (body.status !== "succeeded" || !body.captured) {
    throw refused(`Charge ${body.id} has not been captured: cancel its PaymentIntent instead.`, { charge: body.id });
  }
  const left = body.amount - body.amount_refunded;
  if (left === 0) {
    throw refused(`Charge ${body.id} has already been refunded.`, { code: "charge_already_refunded", charge: body.id });
  }
  if (body.disputed) {
    throw refused(`Charge ${body.id} has been charged back; cannot issue a refund.`, {
      code: "charge_disputed",
      charge: body.id,
    });
  }
  if (value !== null && value > left) {
    throw refused(`Refund amount (${value}) is greater than unrefunded amount on charge (${left}).`, {
      param: "amount",
      charge: body.id,
    });
  }
  const refund = await refundCharge(ctx, charge, value ?? left);
  return ok(refund);
}

async function chargeOf(ctx: Ctx): Promise<Row<Charge>> {
  const given = optText(ctx.params, "charge");
  if (given !== null) return load(ctx, "charge", given, { lock: true, param: "charge" });
  const intentId = optText(ctx.params, "payment_intent");
  if (intentId === null) throw missing("charge");
  const intent = await load(ctx, "payment_intent", intentId, { param: "payment_intent" });
  if (typeof intent.body.latest_charge !== "string") {
    throw refused(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
      param: "payment_intent",
    });
  }
  return load(ctx, "charge", intent.body.latest_charge, { lock: true });
}

async function refundCharge(ctx: Ctx, charge: Row<Charge>, amount: number): Promise<Stripe.Refund> {
  const { body } = charge;
  const id = idFor(ctx, "refund");
  await lockBalances(ctx, body.currency, [ctx.account]);
  const balance_transaction = await post(ctx, {
    account: ctx.account,
    currency: body.currency,
    amount: -amount,
    type: "refund",
    reporting_category: "refund",
    source: id,
    available_on: ctx.now,
  });
  const refund: Stripe.Refund = {
    id,
    object: "refund",
    amount,
    balance_transaction,
    charge: body.id,
    created: ctx.now,
    currency: body.currency,
    customer: body.customer,
    customer_account: null,
    metadata: mergeMetadata({}, ctx.params),
    payment_intent: body.payment_intent,
    payment_method: body.payment_method,
    reason: choice(ctx.params, "reason", ["duplicate", "fraudulent", "requested_by_customer"] as const),
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
  await insert(ctx, "refund", refund);
  body.amount_refunded += amount;
  body.refunded = body.amount_refunded === body.amount;
  await save(ctx, "charge", charge);
  await emit(ctx, "charge.refunded", body);
  await emit(ctx, "refund.created", refund);
  if (cardByName(charge.private.card ?? "")?.refundFails) await schedule(ctx, "refund_fails", id);
  return refund;
}

/** The bank sends a refund back: money returns to the balance, the charge counts as not refunded. */
export async function failRefund(ctx: Ctx, id: string): Promise<Stripe.Refund> {
  const before = await load(ctx, "refund", id);
  const charge = await load(ctx, "charge", String(before.body.charge), { lock: true });
  const row = await load(ctx, "refund", id, { lock: true });
  const refund = row.body;
  if (refund.status === "failed") return refund;
  await lockBalances(ctx, refund.currency, [ctx.account]);
  refund.failure_balance_transaction = await post(ctx, {
    account: ctx.account,
    currency: refund.currency,
    amount: refund.amount,
    type: "refund_failure",
    reporting_category: "refund_failure",
    source: id,
    available_on: ctx.now,
  });
  Object.assign(refund, { status: "failed", failure_reason: "expired_or_canceled_card" });
  charge.body.amount_refunded -= refund.amount;
  charge.body.refunded = false;
  await save(ctx, "refund", row);
  await save(ctx, "charge", charge);
  await emit(ctx, "refund.updated", refund);
  await emit(ctx, "refund.failed", refund);
  return refund;
}

async function listAll(ctx: Ctx) {
  const filters = { charge: optText(ctx.params, "charge"), payment_intent: optText(ctx.params, "payment_intent") };
  return ok(await page(ctx, "refund", "/v1/refunds", filters));
}

async function retrieve(ctx: Ctx) {
  return ok((await load(ctx, "refund", ctx.path.id ?? "", { param: "refund" })).body);
}

async function update(ctx: Ctx) {
  const row = await load(ctx, "refund", ctx.path.id ?? "", { lock: true, param: "refund" });
  row.body.metadata = mergeMetadata(row.body.metadata ?? {}, ctx.params);
  await save(ctx, "refund", row);
  await emit(ctx, "refund.updated", row.body);
  return ok(row.body);
}
