import { timingSafeEqual } from "node:crypto";
import { errorAnswer, invalid, missing, notFound, refused } from "../errors.js";
import { emit } from "../events.js";
import {
  address,
  amount,
  checkMinimumCharge,
  choice,
  currency,
  list,
  mergeMetadata,
  optAmount,
  optBool,
  optMap,
  optText,
} from "../params.js";
import { capture, confirm, release, unexpectedState, type Confirmed } from "../payment-flow.js";
import { checkReturnUrl } from "../return-url.js";
import { idFor, insert, load, page, save } from "../store.js";
import { ok, type Answer, type Ctx, type Intent, type Route, type Row } from "../types.js";
import { makeMethod, methodFor } from "./payment-methods.js";

export const paymentIntentRoutes: Route[] = [
  { method: "POST", path: "/payment_intents", handle: create },
  { method: "GET", path: "/payment_intents", handle: listAll },
  { method: "GET", path: "/payment_intents/:id", publishable: true, handle: retrieve },
  { method: "POST", path: "/payment_intents/:id", handle: update },
  { method: "POST", path: "/payment_intents/:id/confirm", publishable: true, handle: confirmCall },
  { method: "POST", path: "/payment_intents/:id/capture", handle: captureCall },
  { method: "POST", path: "/payment_intents/:id/cancel", handle: cancel },
];

const REASONS = ["duplicate", "fraudulent", "requested_by_customer", "abandoned"] as const;
const CAPTURE_METHODS = ["automatic", "automatic_async", "manual"] as const;
/** The marketplace uses separate charges and transfers; what belongs to other shapes is refused aloud. */
const UNSUPPORTED = ["application_fee_amount", "transfer_data", "on_behalf_of", "shared_payment_token"];

async function create(ctx: Ctx): Promise<Answer> {
  const { params } = ctx;
  const unsupported = UNSUPPORTED.find((name) => params[name] !== undefined && params[name] !== "");
  if (unsupported) throw invalid(`The stand-in does not support ${unsupported}.`, unsupported);
  const customer = optText(params, "customer");
  if (customer !== null) await load(ctx, "customer", customer, { param: "customer" });
  const value = amount(params);
  const code = currency(params);
  checkMinimumCharge(value, code);
  const id = idFor(ctx, "payment_intent");
  const allowed = list(params, "allowed_payment_method_types");
  const types = allowed.length > 0 ? allowed : list(params, "payment_method_types");
  const automatic = optMap(params, "automatic_payment_methods");
  const shipping = optMap(params, "shipping");
  const body: Intent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: allowed.length > 0 ? allowed : null,
    amount: value,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods:
      types.length > 0 || (automatic && optBool(automatic, "enabled") === false)
        ? null
        : { allow_redirects: "always", enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: choice(params, "capture_method", CAPTURE_METHODS) ?? "automatic_async",
    client_secret: ctx.newId(`${id}_secret_`),
    confirmation_method: "automatic",
    created: ctx.now,
    currency: code,
    customer,
    customer_account: null,
    description: optText(params, "description"),
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: mergeMetadata({}, params),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: "automatic" },
    },
    payment_method_types: types.length > 0 ? types : ["card"],
    payment_record: null,
    processing: null,
    receipt_email: optText(params, "receipt_email"),
    review: null,
    setup_future_usage: choice(params, "setup_future_usage", ["on_session", "off_session"] as const),
    shipping: shipping
      ? {
          name: optText(shipping, "name") ?? undefined,
          phone: optText(shipping, "phone"),
          address: address(optMap(shipping, "address")),
        }
      : null,
    source: null,
    statement_descriptor: optText(params, "statement_descriptor"),
    statement_descriptor_suffix: optText(params, "statement_descriptor_suffix"),
    status: "requires_payment_method",
    transfer_group: optText(params, "transfer_group"),
  };
  const row: Row<Intent> = { body, private: {} };
  await insert(ctx, "payment_intent", body);
  await takeMethod(ctx, row);
  await save(ctx, "payment_intent", row);
  await emit(ctx, "payment_intent.created", body);
  return optBool(params, "confirm") === true ? confirmRow(ctx, row) : ok(body);
}

async function listAll(ctx: Ctx): Promise<Answer> {
  return ok(await page(ctx, "payment_intent", "/v1/payment_intents", { customer: optText(ctx.params, "customer") }));
}

async function retrieve(ctx: Ctx): Promise<Answer> {
  const row = await load(ctx, "payment_intent", ctx.path.id ?? "", { param: "intent" });
  checkSecret(ctx, row.body);
  return ok(shown(ctx, row.body));
}

async function update(ctx: Ctx): Promise<Answer> {
  const { params } = ctx;
  const row = await load(ctx, "payment_intent", ctx.path.id ?? "", { lock: true, param: "intent" });
  const intent = row.body;
  const open = intent.status.startsWith("requires_") && intent.status !== "requires_capture";
  const value = optAmount(params, "amount");
  const code = params.currency === undefined ? intent.currency : currency(params);
  if (
    !open &&
    ((value !== null && value !== intent.amount) || code !== intent.currency || params.payment_method !== undefined)
  ) {
    throw unexpectedState(intent, "This PaymentIntent's amount, currency and method could not be updated");
  }
  if (value !== null && value !== intent.amount) {
    checkMinimumCharge(value, code);
    intent.amount = value;
    // The buyer approved another amount: 3-D Secure starts again.
    if (intent.status === "requires_action")
      Object.assign(intent, { status: "requires_confirmation", next_action: null });
  }
  intent.currency = code;
  intent.metadata = mergeMetadata(intent.metadata, params);
  if (params.description !== undefined) intent.description = optText(params, "description");
  if (params.receipt_email !== undefined) intent.receipt_email = optText(params, "receipt_email");
  if (params.transfer_group !== undefined) intent.transfer_group = optText(params, "transfer_group");
  const customer = optText(params, "customer");
  if (customer !== null) intent.customer = (await load(ctx, "customer", customer, { param: "customer" })).body.id;
  await takeMethod(ctx, row);
  await save(ctx, "payment_intent", row);
  return ok(intent);
}

async function confirmCall(ctx: Ctx): Promise<Answer> {
  const row = await load(ctx, "payment_intent", ctx.path.id ?? "", { lock: true, param: "intent" });
  checkSecret(ctx, row.body);
  return confirmRow(ctx, row);
}

/** Takes method and return address from the parameters, then confirms. */
export async function confirmRow(ctx: Ctx, row: Row<Intent>): Promise<Answer> {
  await takeMethod(ctx, row);
  const returnUrl = optText(ctx.params, "return_url");
  if (returnUrl !== null) row.private.return_url = checkReturnUrl(ctx, returnUrl);
  return answerFor(ctx, row, await confirm(ctx, row));
}

export async function answerFor(ctx: Ctx, row: Row<Intent>, confirmed: Confirmed): Promise<Answer> {
  if (confirmed.outcome === "done") return { ...ok(shown(ctx, row.body)), hang: confirmed.hang };
  const { decline, charge } = confirmed;
  const error = row.body.last_payment_error;
  return errorAnswer(402, {
    type: "card_error",
    code: decline.code,
    ...(decline.decline_code && { decline_code: decline.decline_code }),
    ...(charge && { charge }),
    message: decline.message,
    payment_intent: shown(ctx, row.body),
    ...(error?.payment_method && { payment_method: error.payment_method }),
    doc_url: `https://docs.stripe.com/error-codes/${decline.code.replace(/_/g, "-")}`,
  });
}

async function captureCall(ctx: Ctx): Promise<Answer> {
  const row = await load(ctx, "payment_intent", ctx.path.id ?? "", { lock: true, param: "intent" });
  const intent = row.body;
  const value = optAmount(ctx.params, "amount_to_capture") ?? intent.amount_capturable;
  if (optBool(ctx.params, "final_capture") === false) {
    throw invalid("The stand-in captures once: final_capture=false is not supported.", "final_capture");
  }
  if (intent.status !== "requires_capture") {
    throw unexpectedState(intent, "This PaymentIntent could not be captured");
  }
  if (value > intent.amount_capturable) {
    throw refused("The requested capture amount is greater than the authorized amount.", {
      code: "amount_too_large",
      param: "amount_to_capture",
      payment_intent: intent,
    });
  }
  intent.metadata = mergeMetadata(intent.metadata, ctx.params);
  const charge = await load(ctx, "charge", String(intent.latest_charge), { lock: true });
  if ((await capture(ctx, row, charge, value)) === "captured") return ok(intent);
  return errorAnswer(400, {
    type: "invalid_request_error",
    code: "charge_expired_for_capture",
    message: "The charge cannot be captured as the authorization has expired.",
    charge: charge.body.id,
    payment_intent: intent,
  });
}

async function cancel(ctx: Ctx): Promise<Answer> {
  const row = await load(ctx, "payment_intent", ctx.path.id ?? "", { lock: true, param: "intent" });
  const intent = row.body;
  const reason = choice(ctx.params, "cancellation_reason", REASONS);
  if (intent.status === "succeeded" || intent.status === "canceled" || intent.status === "processing") {
    throw unexpectedState(intent, "You cannot cancel this PaymentIntent");
  }
  const charge =
    intent.status === "requires_capture"
      ? await load(ctx, "charge", String(intent.latest_charge), { lock: true })
      : null;
  await release(ctx, row, charge, reason);
  return ok(intent);
}

/** Puts `payment_method` or `payment_method_data` on the intent; does not save. */
async function takeMethod(ctx: Ctx, row: Row<Intent>): Promise<void> {
  const given = optText(ctx.params, "payment_method");
  const data = optMap(ctx.params, "payment_method_data");
  if (given === null && !data) return;
  const method = given === null ? await makeMethod(ctx, data ?? {}) : await methodFor(ctx, given);
  row.body.payment_method = method.body.id;
  if (row.body.status === "requires_payment_method") row.body.status = "requires_confirmation";
}

/** A publishable key needs the client secret; a secret key may leave it out. */
export function checkSecret(ctx: Ctx, intent: { client_secret: string | null }): void {
  const given = optText(ctx.params, "client_secret");
  if (given === null) {
    if (ctx.key === "publishable") throw missing("client_secret");
    return;
  }
  if (!sameSecret(given, intent.client_secret)) {
    throw invalid(
      "The client_secret provided does not match any associated PaymentIntent on this account.",
      "client_secret",
      "payment_intent_invalid_parameter",
    );
  }
}

export function sameSecret(given: string, expected: string | null): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected ?? "");
  return a.length === b.length && timingSafeEqual(a, b);
}

/** With a publishable key only what a browser may see. */
function shown(ctx: Ctx, intent: Intent): object {
  if (ctx.key === "secret") return intent;
  const {
    metadata: _m,
    customer: _c,
    latest_charge: _l,
    transfer_group: _t,
    application: _a,
    review: _r,
    ...rest
  } = intent;
  return rest;
}

/** For pages: the intent behind a link, or 404 when the secret in it is wrong. */
export async function intentBySecret(ctx: Ctx, id: string, secret: string, lock = false): Promise<Row<Intent>> {
  const row = await load(ctx, "payment_intent", id, { lock });
  if (!sameSecret(secret, row.body.client_secret)) throw notFound("payment_intent", id);
  return row;
}
