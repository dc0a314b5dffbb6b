import type Stripe from "stripe";
import { cardByName, checkNumber, type TestCard } from "../cards.js";
import { ApiError, invalid, missing, refused } from "../errors.js";
import { emit } from "../events.js";
import { address, mergeMetadata, optInt, optMap, optText, text } from "../params.js";
import { find, idFor, insert, load, page, save } from "../store.js";
import { ok, type Ctx, type Params, type Private, type Route, type Row } from "../types.js";

type Method = Stripe.PaymentMethod;

export const paymentMethodRoutes: Route[] = [
  { method: "POST", path: "/payment_methods", publishable: true, handle: create },
  { method: "GET", path: "/payment_methods", handle: listAll },
  { method: "GET", path: "/payment_methods/:id", handle: retrieve },
  { method: "POST", path: "/payment_methods/:id", handle: update },
  { method: "POST", path: "/payment_methods/:id/attach", handle: attach },
  { method: "POST", path: "/payment_methods/:id/detach", handle: detach },
];

async function create(ctx: Ctx) {
  return ok((await makeMethod(ctx, ctx.params)).body);
}

async function listAll(ctx: Ctx) {
  const filters = { customer: optText(ctx.params, "customer"), type: optText(ctx.params, "type") };
  return ok(await page(ctx, "payment_method", "/v1/payment_methods", filters));
}

async function retrieve(ctx: Ctx) {
  const card = cardByName(ctx.path.id ?? "");
  if (card) return ok(build(ctx, card, {}, ctx.path.id));
  return ok((await load(ctx, "payment_method", ctx.path.id ?? "", { param: "payment_method" })).body);
}

async function update(ctx: Ctx) {
  const row = await load(ctx, "payment_method", ctx.path.id ?? "", { lock: true, param: "payment_method" });
  row.body.metadata = mergeMetadata(row.body.metadata ?? {}, ctx.params);
  await save(ctx, "payment_method", row);
  return ok(row.body);
}

async function attach(ctx: Ctx) {
  const customer = text(ctx.params, "customer");
  await load(ctx, "customer", customer, { param: "customer" });
  const row = await methodFor(ctx, ctx.path.id ?? "");
  await attachTo(ctx, row, customer);
  return ok(row.body);
}

async function detach(ctx: Ctx) {
  const row = await load(ctx, "payment_method", ctx.path.id ?? "", { lock: true, param: "payment_method" });
  if (row.body.customer === null) {
    throw refused("The payment method you provided is not attached to a customer so detachment is impossible.");
  }
  const previous = { customer: row.body.customer };
  row.body.customer = null;
  await save(ctx, "payment_method", row);
  await emit(ctx, "payment_method.detached", row.body, { previous });
  return ok(row.body);
}

export async function attachTo(ctx: Ctx, row: Row<Method>, customer: string): Promise<void> {
  if (row.body.customer === customer) return;
  if (row.body.customer !== null) {
    throw refused("The payment method you provided has already been attached to a customer.");
  }
  row.body.customer = customer;
  await save(ctx, "payment_method", row);
  await emit(ctx, "payment_method.attached", row.body);
}

/** The stored method, or a fresh one when the id is a test alias such as `pm_card_visa`. Locked. */
export async function methodFor(ctx: Ctx, id: string): Promise<Row<Method>> {
  const card = cardByName(id);
  if (!card) return load(ctx, "payment_method", id, { lock: true, param: "payment_method" });
  return store(ctx, build(ctx, card, {}), card);
}

/** From the parameters of `payment_methods` or `payment_method_data`. */
export async function makeMethod(ctx: Ctx, params: Params): Promise<Row<Method>> {
  const type = optText(params, "type") ?? (params.card ? "card" : null);
  if (type === null) throw missing("type");
  if (type !== "card") throw invalid(`The stand-in does not make payment methods of type ${type}.`, "type");
  const given = optMap(params, "card");
  if (!given) throw missing("card");
  const token = optText(given, "token");
  const card = token === null ? typedCard(ctx, given) : cardByName(token);
  if (!card) throw invalid(`No such token: '${token}'`, "card[token]", "resource_missing");
  return store(ctx, build(ctx, card, params), card);
}

function typedCard(ctx: Ctx, given: Params): TestCard {
  const number = checkNumber(text(given, "number"));
  const cardError = (code: string, message: string, param: string, decline_code?: string): ApiError =>
    new ApiError(402, { type: "card_error", code, message, param, ...(decline_code && { decline_code }) }, true);
  if (!number.ok) throw cardError(number.code, number.message, "number", number.decline_code);
  const month = optInt(given, "exp_month");
  const year = optInt(given, "exp_year");
  if (month === null || month < 1 || month > 12) {
    throw cardError("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month");
  }
  const today = new Date(ctx.now * 1000);
  const full = year !== null && year < 100 ? 2000 + year : year;
  const thisYear = today.getUTCFullYear();
  if (
    full === null ||
    full < thisYear ||
    full > thisYear + 50 ||
    (full === thisYear && month < today.getUTCMonth() + 1)
  ) {
    throw cardError("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year");
  }
  const cvc = optText(given, "cvc");
  if (cvc !== null && !/^\d{3,4}$/.test(cvc)) {
    throw cardError("invalid_cvc", "Your card's security code is invalid.", "cvc");
  }
  return number.card;
}

async function store(ctx: Ctx, body: Method, card: TestCard): Promise<Row<Method>> {
  const priv: Private = { card: card.alias };
  await insert(ctx, "payment_method", body, priv);
  return { body, private: priv };
}

function build(ctx: Ctx, card: TestCard, params: Params, id = idFor(ctx, "payment_method")): Method {
  const billing = optMap(params, "billing_details") ?? {};
  const typed = optMap(params, "card") ?? {};
  const year = optInt(typed, "exp_year");
  const base = {
    id,
    object: "payment_method" as const,
    allow_redisplay: "unspecified",
    billing_details: {
      address: address(optMap(billing, "address")),
      email: optText(billing, "email"),
      name: optText(billing, "name"),
      phone: optText(billing, "phone"),
      tax_id: null,
    },
    created: ctx.now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: mergeMetadata({}, params),
  };
  if (card.type === "us_bank_account") return { ...base, type: "us_bank_account", us_bank_account: bankDetails(card) };
  return {
    ...base,
    type: "card",
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "US",
      display_brand: card.brand,
      exp_month: optInt(typed, "exp_month") ?? 12,
      exp_year: year === null ? new Date(ctx.now * 1000).getUTCFullYear() + 3 : year < 100 ? 2000 + year : year,
      fingerprint: `standin${card.number.slice(-8)}`,
      funding: "credit",
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
  };
}

function bankDetails(card: TestCard): NonNullable<Method["us_bank_account"]> {
  return {
    account_holder_type: "individual",
    account_type: "checking",
    bank_name: "STRIPE TEST BANK",
    financial_connections_account: null,
    fingerprint: `standin${card.number.slice(-8)}`,
    last4: card.number.slice(-4),
    networks: { preferred: "ach", supported: ["ach"] },
    routing_number: "110000000",
    status_details: {},
  };
}

/** The method as it stands now, for `last_payment_error` and error bodies. */
export async function methodBody(ctx: Ctx, id: string | null): Promise<Method | undefined> {
  return id === null ? undefined : (await find(ctx, "payment_method", id))?.body;
}
