import type Stripe from "stripe";
import { refused } from "../errors.js";
import { list, mergeMetadata, optBool, optMap, optText } from "../params.js";
import { idFor, insert, load, save } from "../store.js";
import { ok, type Answer, type Ctx, type Route, type Row } from "../types.js";
import { checkSecret } from "./payment-intents.js";
import { attachTo, makeMethod, methodFor } from "./payment-methods.js";

/** Saving a card without paying. Never asks for 3-D Secure here. */
export const setupIntentRoutes: Route[] = [
  { method: "POST", path: "/setup_intents", handle: create },
  { method: "GET", path: "/setup_intents/:id", publishable: true, handle: retrieve },
  { method: "POST", path: "/setup_intents/:id/confirm", publishable: true, handle: confirm },
  { method: "POST", path: "/setup_intents/:id/cancel", handle: cancel },
];

async function create(ctx: Ctx): Promise<Answer> {
  const { params } = ctx;
  const customer = optText(params, "customer");
  if (customer !== null) await load(ctx, "customer", customer, { param: "customer" });
  const id = idFor(ctx, "setup_intent");
  const types = list(params, "payment_method_types");
  const body: Stripe.SetupIntent = {
    id,
    object: "setup_intent",
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: types.length > 0 ? null : { allow_redirects: "always", enabled: true },
    cancellation_reason: null,
    client_secret: ctx.newId(`${id}_secret_`),
    created: ctx.now,
    customer,
    description: optText(params, "description"),
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: mergeMetadata({}, params),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: types.length > 0 ? types : ["card"],
    single_use_mandate: null,
    status: "requires_payment_method",
    usage: optText(params, "usage") ?? "off_session",
  };
  await insert(ctx, "setup_intent", body);
  const row: Row<Stripe.SetupIntent> = { body, private: {} };
  if (optBool(params, "confirm")) return confirmRow(ctx, row);
  const method = optText(params, "payment_method");
  if (method !== null) {
    Object.assign(body, { payment_method: (await methodFor(ctx, method)).body.id, status: "requires_confirmation" });
    await save(ctx, "setup_intent", row);
  }
  return ok(body);
}

async function retrieve(ctx: Ctx): Promise<Answer> {
  const row = await load(ctx, "setup_intent", ctx.path.id ?? "");
  checkSecret(ctx, row.body);
  return ok(row.body);
}

async function confirm(ctx: Ctx): Promise<Answer> {
  const row = await load(ctx, "setup_intent", ctx.path.id ?? "", { lock: true });
  checkSecret(ctx, row.body);
  return confirmRow(ctx, row);
}

async function confirmRow(ctx: Ctx, row: Row<Stripe.SetupIntent>): Promise<Answer> {
  const intent = row.body;
  if (intent.status === "succeeded" || intent.status === "canceled") {
    throw refused(`You cannot confirm this SetupIntent because it has a status of ${intent.status}.`, {
      code: "setup_intent_unexpected_state",
    });
  }
  const data = optMap(ctx.params, "payment_method_data");
  const given = optText(ctx.params, "payment_method") ?? intent.payment_method;
  if (!data && typeof given !== "string") {
    throw refused("You cannot confirm this SetupIntent because it's missing a payment method.", {
      code: "setup_intent_unexpected_state",
    });
  }
  const method = data ? await makeMethod(ctx, data) : await methodFor(ctx, String(given));
  if (typeof intent.customer === "string") await attachTo(ctx, method, intent.customer);
  Object.assign(intent, { payment_method: method.body.id, status: "succeeded" });
  await save(ctx, "setup_intent", row);
  return ok(intent);
}

async function cancel(ctx: Ctx): Promise<Answer> {
  const row = await load(ctx, "setup_intent", ctx.path.id ?? "", { lock: true });
  if (row.body.status === "succeeded") {
    throw refused("You cannot cancel this SetupIntent because it has a status of succeeded.", {
      code: "setup_intent_unexpected_state",
    });
  }
  row.body.status = "canceled";
  await save(ctx, "setup_intent", row);
  return ok(row.body);
}
