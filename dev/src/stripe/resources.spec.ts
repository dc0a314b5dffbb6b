import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPostgres, type TestPostgres } from "../testing/start-postgres.js";
import { refusal, runStandin, until, type Running } from "./spec-kit.js";

let postgres: TestPostgres;
let running: Running;
let stripe: Stripe;

beforeAll(async () => {
  postgres = await startPostgres();
  running = await runStandin(await postgres.createDatabase());
  stripe = running.stripe();
});
afterAll(async () => {
  await running?.stop();
  await postgres?.stop();
});

const pay = (amount: number, options: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({
    amount,
    currency: "cny",
    confirm: true,
    payment_method: "pm_card_visa",
    capture_method: "automatic",
    ...options,
  });
const chargeOf = (intent: Stripe.PaymentIntent): string => String(intent.latest_charge);

describe("payment intents", () => {
  it("goes from creation over confirmation to a partial capture, and releases the rest", async () => {
    const made = await stripe.paymentIntents.create({
      amount: 5000,
      currency: "CNY",
      capture_method: "manual",
      metadata: { session_id: "ps_1", empty: "x" },
      transfer_group: "order_1",
    });
    expect(made).toMatchObject({
      object: "payment_intent",
      status: "requires_payment_method",
      currency: "cny",
      livemode: false,
      amount_received: 0,
      payment_method_types: ["card"],
      transfer_group: "order_1",
    });
    expect(made.client_secret).toMatch(new RegExp(`^${made.id}_secret_\\w+$`));
    const changed = await stripe.paymentIntents.update(made.id, { amount: 6000, metadata: { empty: "", more: "y" } });
    expect(changed).toMatchObject({ amount: 6000, metadata: { session_id: "ps_1", more: "y" } });
    expect(changed.metadata).not.toHaveProperty("empty");
    const held = await stripe.paymentIntents.confirm(made.id, { payment_method: "pm_card_visa" });
    expect(held).toMatchObject({ status: "requires_capture", amount_capturable: 6000 });
    const captured = await stripe.paymentIntents.capture(made.id, {
      amount_to_capture: 4000,
      expand: ["latest_charge.balance_transaction"],
    });
    expect(captured).toMatchObject({ status: "succeeded", amount: 6000, amount_received: 4000, amount_capturable: 0 });
    expect(captured.latest_charge).toMatchObject({
      amount: 6000,
      amount_captured: 4000,
      amount_refunded: 2000,
      captured: true,
      refunded: false,
      transfer_group: "order_1",
      balance_transaction: { object: "balance_transaction", amount: 4000, net: 4000, type: "charge" },
    });
  });

  it("expands the payment method, also inside a list", async () => {
    const intent = await pay(1234, { expand: ["payment_method"] });
    expect(intent.payment_method).toMatchObject({ object: "payment_method", card: { brand: "visa", last4: "4242" } });
    const { data } = await stripe.paymentIntents.list({ limit: 1, expand: ["data.latest_charge"] });
    expect(data[0]?.latest_charge).toMatchObject({ object: "charge", payment_intent: intent.id });
  });

  it("refuses a capture larger than the authorisation", async () => {
    const intent = await pay(1000, { capture_method: "manual" });
    const error = await refusal(stripe.paymentIntents.capture(intent.id, { amount_to_capture: 1001 }));
    expect(error).toMatchObject({ statusCode: 400, code: "amount_too_large", param: "amount_to_capture" });
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe("requires_capture");
  });

  it("answers a second capture with the state it is in, as Medusa expects", async () => {
    const intent = await pay(1000);
    const error = await refusal(stripe.paymentIntents.capture(intent.id));
    expect(error).toMatchObject({
      code: "payment_intent_unexpected_state",
      payment_intent: { id: intent.id, status: "succeeded" },
    });
  });

  it("cancels an authorisation and gives the money back, but never a payment that arrived", async () => {
    const held = await pay(1000, { capture_method: "manual" });
    const canceled = await stripe.paymentIntents.cancel(held.id, { cancellation_reason: "abandoned" });
    expect(canceled).toMatchObject({ status: "canceled", cancellation_reason: "abandoned", amount_capturable: 0 });
    expect(await stripe.charges.retrieve(chargeOf(held))).toMatchObject({
      captured: false,
      refunded: true,
      amount_refunded: 1000,
    });
    expect(await refusal(stripe.paymentIntents.cancel(held.id))).toMatchObject({
      payment_intent: { status: "canceled" },
    });
    const paid = await pay(1000);
    expect(await refusal(stripe.paymentIntents.cancel(paid.id))).toMatchObject({
      code: "payment_intent_unexpected_state",
    });
  });

  it.each([
    ["pm_card_visa_chargeDeclined", "card_declined", "generic_decline"],
    ["pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card", ""],
  ])("declines %s and leaves a failed charge and the reason", async (payment_method, code, decline_code) => {
    const error = await refusal(pay(1000, { payment_method }));
    expect(error).toMatchObject({ type: "StripeCardError", statusCode: 402, code, decline_code });
    const intent = await stripe.paymentIntents.retrieve(String(error.payment_intent?.id), {
      expand: ["latest_charge"],
    });
    expect(intent).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      last_payment_error: { code, type: "card_error", payment_method: { object: "payment_method" } },
      latest_charge: { status: "failed", paid: false, failure_code: code },
    });
    const retried = await stripe.paymentIntents.confirm(intent.id, { payment_method: "pm_card_visa" });
    expect(retried).toMatchObject({ status: "succeeded", last_payment_error: null });
  });

  it("finds the authorisation expired at capture, cancels the intent, keeps no money", async () => {
    const intent = await pay(1000, { capture_method: "manual", payment_method: "pm_card_captureFails" });
    const error = await refusal(stripe.paymentIntents.capture(intent.id));
    expect(error).toMatchObject({ statusCode: 400, code: "charge_expired_for_capture" });
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: "canceled",
      cancellation_reason: "automatic",
      amount_received: 0,
    });
    expect((await stripe.events.list({ type: "charge.expired" })).data[0]?.data.object).toMatchObject({
      payment_intent: intent.id,
    });
  });

  it("settles a bank debit later, either way", async () => {
    await running.faults({ settle_delay_ms: 0 });
    for (const [payment_method, status] of [
      ["pm_usBankAccount_success", "succeeded"],
      ["pm_usBankAccount_insufficientFunds", "requires_payment_method"],
    ] as const) {
      const intent = await pay(1000, { payment_method, allowed_payment_method_types: ["us_bank_account"] });
      expect(intent.status).toBe("processing");
      await until(status, async () => (await stripe.paymentIntents.retrieve(intent.id)).status === status);
    }
  });

  it("says what is wrong with the parameters", async () => {
    const create = (params: object) =>
      refusal(stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams));
    expect(await create({ currency: "cny" })).toMatchObject({
      statusCode: 400,
      code: "parameter_missing",
      param: "amount",
    });
    expect(await create({ amount: 10.5, currency: "cny" })).toMatchObject({
      code: "parameter_invalid_integer",
      param: "amount",
    });
    expect(await create({ amount: 49, currency: "usd" })).toMatchObject({ code: "amount_too_small" });
    expect(await create({ amount: 100, currency: "cny", customer: "cus_no" })).toMatchObject({
      statusCode: 404,
      param: "customer",
    });
    expect(await create({ amount: 100, currency: "cny", transfer_data: { destination: "acct_1" } })).toMatchObject({
      param: "transfer_data",
    });
    expect(
      await create({
        amount: 100,
        currency: "cny",
        confirm: true,
        payment_method: "pm_card_visa",
        return_url: "https://evil.example/",
      }),
    ).toMatchObject({ code: "url_invalid" });
  });

  it("pages through lists in both directions", async () => {
    const customer = (await stripe.customers.create({ email: "pages@example.com" })).id;
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1)
      ids.unshift((await stripe.paymentIntents.create({ amount: 100 + i, currency: "cny", customer })).id);
    const first = await stripe.paymentIntents.list({ customer, limit: 2 });
    expect([first.has_more, first.data.map(({ id }) => id)]).toEqual([true, ids.slice(0, 2)]);
    const all = await stripe.paymentIntents.list({ customer, limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(all.map(({ id }) => id)).toEqual(ids);
    const back = await stripe.paymentIntents.list({ customer, limit: 2, ending_before: ids[3] });
    expect(back.data.map(({ id }) => id)).toEqual(ids.slice(1, 3));
  });
});

describe("customers and payment methods", () => {
  it("keeps a customer through create, update, list and delete", async () => {
    const made = await stripe.customers.create({
      email: "w@example.com",
      name: "Wang",
      phone: "",
      metadata: { a: "1" },
    });
    expect(made).toMatchObject({ object: "customer", email: "w@example.com", phone: null, metadata: { a: "1" } });
    await stripe.customers.update(made.id, { name: "Wang Li", address: { city: "Zhutang", country: "CN" } });
    expect(await stripe.customers.retrieve(made.id)).toMatchObject({
      name: "Wang Li",
      email: "w@example.com",
      address: { city: "Zhutang" },
    });
    expect((await stripe.customers.list({ email: "w@example.com" })).data).toHaveLength(1);
    expect(await stripe.customers.del(made.id)).toMatchObject({ deleted: true });
    expect(await refusal(stripe.customers.retrieve(made.id))).toMatchObject({
      statusCode: 404,
      code: "resource_missing",
    });
  });

  it("attaches, lists and detaches methods made from a number, a token or an alias", async () => {
    const customer = (await stripe.customers.create({})).id;
    const typed = await stripe.paymentMethods.create({
      type: "card",
      card: { number: "4242424242424242", exp_month: 12, exp_year: 2040, cvc: "123" },
      billing_details: { name: "Li" },
    });
    const token = await stripe.paymentMethods.create({ type: "card", card: { token: "tok_mastercard" } });
    for (const id of [typed.id, token.id, "pm_card_amex"]) await stripe.paymentMethods.attach(id, { customer });
    const { data } = await stripe.customers.listPaymentMethods(customer, { limit: 100 });
    expect(data.map(({ card }) => card?.brand)).toEqual(["amex", "mastercard", "visa"]);
    expect((await stripe.paymentMethods.list({ customer, type: "card" })).data).toHaveLength(3);
    expect(await stripe.paymentMethods.detach(typed.id)).toMatchObject({
      customer: null,
      billing_details: { name: "Li" },
    });
    expect(await stripe.paymentMethods.retrieve(typed.id)).toMatchObject({ customer: null });
  });

  it("refuses numbers that are wrong or are not test cards", async () => {
    const make = (number: string, more: object = {}) =>
      refusal(
        stripe.paymentMethods.create({
          type: "card",
          card: { number, exp_month: 12, exp_year: 2040, cvc: "123", ...more },
        }),
      );
    expect(await make("4242424242424241")).toMatchObject({ statusCode: 402, code: "incorrect_number" });
    expect(await make("4111111111111111")).toMatchObject({ decline_code: "test_mode_live_card" });
    expect(await make("4242424242424242", { exp_year: 2019 })).toMatchObject({ code: "invalid_expiry_year" });
  });

  it("saves a card by a setup intent", async () => {
    const customer = (await stripe.customers.create({})).id;
    const intent = await stripe.setupIntents.create({ customer, payment_method: "pm_card_visa", confirm: true });
    expect(intent.status).toBe("succeeded");
    expect((await stripe.customers.listPaymentMethods(customer)).data[0]?.id).toBe(intent.payment_method);
  });
});

describe("refunds and disputes", () => {
  it("refunds in parts, never more than was captured", async () => {
    const intent = await pay(1000);
    const part = await stripe.refunds.create({
      payment_intent: intent.id,
      amount: 400,
      reason: "requested_by_customer",
    });
    expect(part).toMatchObject({ object: "refund", status: "succeeded", amount: 400, charge: chargeOf(intent) });
    expect(await refusal(stripe.refunds.create({ charge: chargeOf(intent), amount: 601 }))).toMatchObject({
      statusCode: 400,
      param: "amount",
    });
    await stripe.refunds.create({ charge: chargeOf(intent) });
    expect(await refusal(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
      code: "charge_already_refunded",
    });
    const charge = await stripe.charges.retrieve(chargeOf(intent), { expand: ["refunds"] });
    expect(charge).toMatchObject({ refunded: true, amount_refunded: 1000 });
    expect(charge.refunds?.data.map(({ amount }) => amount)).toEqual([600, 400]);
    expect((await stripe.refunds.list({ payment_intent: intent.id })).data).toHaveLength(2);
    expect(await stripe.refunds.retrieve(part.id)).toMatchObject({ id: part.id });
  });

  it("refunds after a partial capture only what was captured", async () => {
    const intent = await pay(1000, { capture_method: "manual" });
    expect(await refusal(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({ statusCode: 400 });
    await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 700 });
    expect(await refusal(stripe.refunds.create({ payment_intent: intent.id, amount: 701 }))).toMatchObject({
      param: "amount",
    });
    expect((await stripe.refunds.create({ payment_intent: intent.id })).amount).toBe(700);
  });

  it("takes a refund back when the bank refuses it", async () => {
    const intent = await pay(1000, { payment_method: "pm_card_refundFail" });
    const { id } = await stripe.refunds.create({ payment_intent: intent.id });
    await until("failed refund", async () => (await stripe.refunds.retrieve(id)).status === "failed");
    expect(await stripe.charges.retrieve(chargeOf(intent))).toMatchObject({ refunded: false, amount_refunded: 0 });
  });

  it("opens a dispute by the test card and by the control, and closes it", async () => {
    const auto = await pay(1000, { payment_method: "pm_card_createDispute" });
    await until("dispute", async () => (await stripe.disputes.list({ payment_intent: auto.id })).data[0]);
    const intent = await pay(1000);
    const dispute = await running.control("POST", "/dispute", { charge: chargeOf(intent) });
    expect(dispute).toMatchObject({ object: "dispute", amount: 1000, status: "needs_response" });
    expect(await refusal(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
      code: "charge_disputed",
    });
    expect(await running.control("POST", "/dispute/close", { dispute: dispute.id, won: true })).toMatchObject({
      status: "won",
    });
    const types = (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["charge.dispute.created", "charge.dispute.closed"]));
  });
});

describe("connect", () => {
  const account = () =>
    stripe.accounts.create({ type: "express", country: "US", capabilities: { transfers: { requested: true } } });
  const balance = async (currency: string, options?: Stripe.RequestOptions) =>
    (await stripe.balance.retrieve({}, options)).available.find((row) => row.currency === currency)?.amount ?? 0;

  it("onboards an account through its link", async () => {
    await running.faults({ accounts_start: "pending" });
    const { id } = await account();
    await running.faults({ accounts_start: "active" });
    const charge = chargeOf(await pay(1000));
    const transfer = () =>
      stripe.transfers.create({ amount: 100, currency: "cny", destination: id, source_transaction: charge });
    expect(await refusal(transfer())).toMatchObject({ code: "insufficient_capabilities_for_transfer" });
    const link = await stripe.accountLinks.create({
      account: id,
      type: "account_onboarding",
      return_url: "http://localhost:1/back",
      refresh_url: "http://localhost:1/again",
    });
    const done = await fetch(link.url, { method: "POST", redirect: "manual" });
    expect([done.status, done.headers.get("location")]).toEqual([303, "http://localhost:1/back"]);
    expect(await stripe.accounts.retrieve(id)).toMatchObject({ payouts_enabled: true, details_submitted: true });
    expect((await transfer()).destination).toBe(id);
  });

  it("sends a charge's money on, up to what is left of it, and finds transfers by group", async () => {
    const { id } = await account();
    const intent = await pay(1000, { transfer_group: "order_9" });
    const source_transaction = chargeOf(intent);
    const send = (amount: number) =>
      stripe.transfers.create({
        amount,
        currency: "cny",
        destination: id,
        source_transaction,
        metadata: { household: "h1" },
      });
    const first = await send(600);
    expect(first).toMatchObject({
      object: "transfer",
      transfer_group: "order_9",
      source_transaction,
      amount_reversed: 0,
      reversed: false,
    });
    await stripe.refunds.create({ payment_intent: intent.id, amount: 100 });
    expect(await refusal(send(301))).toMatchObject({ statusCode: 400, param: "amount" });
    await send(300);
    const found = await stripe.transfers.list({ transfer_group: "order_9" });
    expect(found.data.map(({ amount }) => amount)).toEqual([300, 600]);
    expect(await balance("cny", { stripeAccount: id })).toBe(900);
    expect(await stripe.transfers.retrieve(first.id)).toMatchObject({ id: first.id });
  });

  it("refuses a transfer without a source when the available balance is short", async () => {
    const { id } = await account();
    const send = (amount: number) => stripe.transfers.create({ amount, currency: "sek", destination: id });
    expect(await refusal(send(1))).toMatchObject({ statusCode: 400, code: "balance_insufficient" });
    await running.faults({ funds_delay_s: 3600 });
    const late = await pay(1000, { currency: "sek" });
    await running.faults({ funds_delay_s: 0 });
    expect((await stripe.balance.retrieve()).pending.find(({ currency }) => currency === "sek")?.amount).toBe(1000);
    expect(await refusal(send(1))).toMatchObject({ code: "balance_insufficient" });
    // With a source it goes through, and is pending over there too.
    await stripe.transfers.create({
      amount: 400,
      currency: "sek",
      destination: id,
      source_transaction: chargeOf(late),
    });
    expect(await balance("sek", { stripeAccount: id })).toBe(0);
    await pay(500, { currency: "sek" });
    expect((await send(500)).amount).toBe(500);
  });

  it("lets only as many simultaneous transfers through as the balance covers", async () => {
    const { id } = await account();
    await pay(1000, { currency: "nok" });
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => stripe.transfers.create({ amount: 300, currency: "nok", destination: id })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect(await balance("nok")).toBe(100);
  });

  it("reverses in parts, never more than the transfer, never more than the account still has", async () => {
    const { id } = await account();
    const transfer = await stripe.transfers.create({
      amount: 1000,
      currency: "cny",
      destination: id,
      source_transaction: chargeOf(await pay(1000)),
    });
    const reversal = await stripe.transfers.createReversal(transfer.id, { amount: 300 });
    expect(reversal).toMatchObject({ object: "transfer_reversal", amount: 300, transfer: transfer.id });
    expect(await refusal(stripe.transfers.createReversal(transfer.id, { amount: 701 }))).toMatchObject({
      param: "amount",
    });
    const payout = await stripe.payouts.create({ amount: 600, currency: "cny" }, { stripeAccount: id });
    expect(await refusal(stripe.transfers.createReversal(transfer.id, { amount: 700 }))).toMatchObject({
      code: "balance_insufficient",
    });
    await stripe.transfers.createReversal(transfer.id, { amount: 100 });
    expect(await stripe.transfers.retrieve(transfer.id)).toMatchObject({ amount_reversed: 400, reversed: false });
    expect((await stripe.transfers.listReversals(transfer.id)).data).toHaveLength(2);
    expect((await stripe.transfers.retrieveReversal(transfer.id, reversal.id)).id).toBe(reversal.id);
    await until(
      "paid",
      async () => (await stripe.payouts.retrieve(payout.id, {}, { stripeAccount: id })).status === "paid",
    );
  });

  it("shuts an account: transfers refused, payouts returned, account.updated told", async () => {
    const { id } = await account();
    const source_transaction = chargeOf(await pay(1000));
    const send = () => stripe.transfers.create({ amount: 100, currency: "cny", destination: id, source_transaction });
    await send();
    await running.faults({ restricted_accounts: { [id]: "transfers_not_allowed" } });
    expect(await refusal(send())).toMatchObject({ statusCode: 400, code: "transfers_not_allowed" });
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      payouts_enabled: false,
      requirements: { disabled_reason: "requirements.past_due" },
    });
    const payout = await stripe.payouts.create({ amount: 100, currency: "cny" }, { stripeAccount: id });
    await until(
      "failed",
      async () => (await stripe.payouts.retrieve(payout.id, {}, { stripeAccount: id })).status === "failed",
    );
    expect(await balance("cny", { stripeAccount: id })).toBe(100);
    await running.faults({ restricted_accounts: { [id]: "account_invalid" } });
    expect(await refusal(send())).toMatchObject({ statusCode: 403, code: "account_invalid" });
    await running.faults({ restricted_accounts: { [id]: null } });
    await send();
    expect(
      (await stripe.events.list({ type: "account.updated", limit: 1 }, { stripeAccount: id })).data[0],
    ).toMatchObject({ account: id });
  });

  it("refuses unknown accounts and countries Stripe does not pay out to", async () => {
    expect(
      await refusal(stripe.transfers.create({ amount: 1, currency: "cny", destination: "acct_no" })),
    ).toMatchObject({ statusCode: 400, param: "destination", code: "resource_missing" });
    expect(await refusal(stripe.balance.retrieve({}, { stripeAccount: "acct_no" }))).toMatchObject({
      code: "account_invalid",
      statusCode: 403,
    });
    expect(await refusal(stripe.accounts.create({ type: "express", country: "CN" }))).toMatchObject({
      code: "country_unsupported",
    });
  });
});

describe("everything together", () => {
  it("lists balance transactions by source, and its books agree", async () => {
    const intent = await pay(1000);
    const { data } = await stripe.balanceTransactions.list({ source: chargeOf(intent) });
    expect(data).toMatchObject([{ object: "balance_transaction", amount: 1000, status: "available" }]);
    expect(await running.control("GET", "/state")).toMatchObject({
      checks: { ledger: { ok: true }, refunds: { ok: true } },
    });
  });

  it("takes test keys only, and a publishable key only with the client secret", async () => {
    expect(await refusal(running.stripe("sk_live_1").balance.retrieve())).toMatchObject({ statusCode: 401 });
    const browser = running.stripe("pk_test_spec");
    expect(await refusal(browser.customers.list())).toMatchObject({ statusCode: 401, code: "secret_key_required" });
    const intent = await stripe.paymentIntents.create({ amount: 1000, currency: "cny", metadata: { secret: "note" } });
    expect(await refusal(browser.paymentIntents.retrieve(intent.id))).toMatchObject({ param: "client_secret" });
    expect(
      await refusal(browser.paymentIntents.retrieve(intent.id, { client_secret: `${intent.id}_secret_x` })),
    ).toMatchObject({ code: "payment_intent_invalid_parameter" });
    const seen = await browser.paymentIntents.confirm(intent.id, {
      client_secret: intent.client_secret ?? "",
      payment_method: "pm_card_visa",
    } as Stripe.PaymentIntentConfirmParams);
    expect(seen.status).toBe("succeeded");
    expect(seen).not.toHaveProperty("metadata");
  });

  it("answers unknown addresses as Stripe does", async () => {
    expect(await refusal(stripe.products.list())).toMatchObject({
      statusCode: 404,
      message: "Unrecognized request URL (GET: /v1/products).",
    });
  });
});
