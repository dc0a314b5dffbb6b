import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startPostgres, type TestPostgres } from "../testing/start-postgres.js";
import { listenForHooks, refusal, runStandin, until, WEBHOOK_SECRET, type Listener, type Running } from "./spec-kit.js";

let postgres: TestPostgres;
let databaseUrl: string;
let running: Running;
let stripe: Stripe;
let hooks: Listener;

const options = () => ({ webhook: { urls: [hooks.url], secret: WEBHOOK_SECRET } });

beforeAll(async () => {
  postgres = await startPostgres();
  databaseUrl = await postgres.createDatabase();
  hooks = await listenForHooks();
  running = await runStandin(databaseUrl, options());
  stripe = running.stripe();
});
afterEach(async () => {
  await running.control("DELETE", "/faults");
  hooks.answer = () => 200;
});
afterAll(async () => {
  await running?.stop();
  await hooks?.stop();
  await postgres?.stop();
});

const intentParams = (more: Partial<Stripe.PaymentIntentCreateParams> = {}): Stripe.PaymentIntentCreateParams => ({
  amount: 1000,
  currency: "cny",
  confirm: true,
  payment_method: "pm_card_visa",
  ...more,
});
let serial = 0;
const freshKey = () => `key-${(serial += 1)}`;
const count = async (table: string): Promise<number> =>
  (await running.pool.query<{ n: number }>(`select count(*)::int as n from stripe_standin.${table}`)).rows[0]?.n ?? -1;

describe("a lost answer, then a retry with the same key", () => {
  // The SDK itself repeats once after a broken connection: two losses make the caller see one.
  const loseAnswer = () => running.faults({ rules: [{ match: "^POST /v1/", fault: "lose_answer", times: 2 }] });

  it("makes one charge", async () => {
    const before = await count("charge");
    const idempotencyKey = freshKey();
    await loseAnswer();
    expect(await refusal(stripe.paymentIntents.create(intentParams(), { idempotencyKey }))).toMatchObject({
      type: "StripeConnectionError",
    });
    const intent = await stripe.paymentIntents.create(intentParams(), { idempotencyKey });
    expect(intent.status).toBe("succeeded");
    expect(intent.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(await count("charge")).toBe(before + 1);
  });

  it("makes one refund, one transfer and one reversal", async () => {
    const { id, latest_charge } = await stripe.paymentIntents.create(intentParams());
    const destination = (await stripe.accounts.create({ type: "express", country: "US" })).id;
    const twice = async <T extends { id: string }>(
      table: string,
      call: (options: Stripe.RequestOptions) => Promise<T>,
    ): Promise<T> => {
      const before = await count(table);
      const idempotencyKey = freshKey();
      await loseAnswer();
      await refusal(call({ idempotencyKey }));
      const made = await call({ idempotencyKey });
      expect(await count(table)).toBe(before + 1);
      return made;
    };
    await twice("refund", (o) => stripe.refunds.create({ payment_intent: id, amount: 300 }, o));
    const transfer = await twice("transfer", (o) =>
      stripe.transfers.create(
        { amount: 700, currency: "cny", destination, source_transaction: String(latest_charge) },
        o,
      ),
    );
    await twice("transfer_reversal", (o) => stripe.transfers.createReversal(transfer.id, { amount: 100 }, o));
  });

  it("is repaired by the SDK alone when only one answer is lost", async () => {
    const before = await count("payment_intent");
    await running.faults({ rules: [{ match: "/payment_intents$", fault: "lose_answer", times: 1 }] });
    await stripe.paymentIntents.create(intentParams());
    expect(await count("payment_intent")).toBe(before + 1);
  });

  it("leaves an effect behind when confirm never answers (time-out card)", async () => {
    const intent = await stripe.paymentIntents.create({ amount: 1000, currency: "cny", capture_method: "manual" });
    const call = (timeout: number) =>
      stripe.paymentIntents.confirm(
        intent.id,
        { payment_method: "pm_card_timeout" },
        { idempotencyKey: "slow", timeout },
      );
    expect(await refusal(call(200))).toMatchObject({ type: "StripeConnectionError" });
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe("requires_capture");
    expect((await call(5_000)).status).toBe("requires_capture");
  });
});

describe("idempotency keys", () => {
  it("refuses the same key with another body or another address", async () => {
    const idempotencyKey = freshKey();
    const { id } = await stripe.paymentIntents.create(intentParams(), { idempotencyKey });
    expect(
      await refusal(stripe.paymentIntents.create(intentParams({ amount: 2000 }), { idempotencyKey })),
    ).toMatchObject({ statusCode: 400, type: "StripeIdempotencyError", rawType: "idempotency_error" });
    expect(await refusal(stripe.refunds.create({ payment_intent: id }, { idempotencyKey }))).toMatchObject({
      type: "StripeIdempotencyError",
    });
  });

  it("gives one effect to ten simultaneous calls; the others hear 409 or the same answer", async () => {
    const before = await count("payment_intent");
    const idempotencyKey = freshKey();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => stripe.paymentIntents.create(intentParams(), { idempotencyKey })),
    );
    const ids = new Set(results.flatMap((result) => (result.status === "fulfilled" ? [result.value.id] : [])));
    const refusals = results.flatMap((result) =>
      result.status === "rejected" ? [result.reason as Stripe.errors.StripeError] : [],
    );
    expect(ids.size).toBe(1);
    for (const error of refusals) expect(error).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
    expect(await count("payment_intent")).toBe(before + 1);
  });

  it("lets only one of many captures and refunds with different keys through", async () => {
    const intent = await stripe.paymentIntents.create(intentParams({ capture_method: "manual" }));
    const captures = await Promise.allSettled(
      Array.from({ length: 5 }, () => stripe.paymentIntents.capture(intent.id)),
    );
    expect(captures.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refunds = await Promise.allSettled(
      Array.from({ length: 5 }, () => stripe.refunds.create({ payment_intent: intent.id, amount: 400 })),
    );
    expect(refunds.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  });

  it("replays a refusal that came from the state, also when the state has changed", async () => {
    const destination = (await stripe.accounts.create({ type: "express", country: "US" })).id;
    const idempotencyKey = freshKey();
    const send = (key: string) =>
      stripe.transfers.create({ amount: 500, currency: "dkk", destination }, { idempotencyKey: key });
    expect(await refusal(send(idempotencyKey))).toMatchObject({ code: "balance_insufficient" });
    await stripe.paymentIntents.create(intentParams({ currency: "dkk" }));
    expect(await refusal(send(idempotencyKey))).toMatchObject({ code: "balance_insufficient" });
    expect((await send(freshKey())).amount).toBe(500);
  });

  it("remembers a decline, but not a mistake in the parameters", async () => {
    const idempotencyKey = freshKey();
    const decline = () =>
      stripe.paymentIntents.create(intentParams({ payment_method: "pm_card_visa_chargeDeclined" }), { idempotencyKey });
    const [first, second] = [await refusal(decline()), await refusal(decline())];
    expect(second.payment_intent?.id).toBe(first.payment_intent?.id);
    const again = freshKey();
    await refusal(stripe.paymentIntents.create(intentParams({ amount: 0 }), { idempotencyKey: again }));
    await stripe.paymentIntents.create(intentParams(), { idempotencyKey: again });
  });

  it("forgets keys when told, as Stripe may after a day", async () => {
    const idempotencyKey = freshKey();
    const first = await stripe.paymentIntents.create(intentParams(), { idempotencyKey });
    await running.control("POST", "/forget-keys");
    const second = await stripe.paymentIntents.create(intentParams(), { idempotencyKey });
    expect(second.id).not.toBe(first.id);
  });
});

describe("faults before the effect", () => {
  it.each([
    ["fail_500", 500, "StripeAPIError"],
    ["fail_429", 429, "StripeRateLimitError"],
    ["fail_409", 409, "StripeAPIError"],
  ] as const)("%s changes nothing and the next call works", async (fault, statusCode, type) => {
    const before = await count("payment_intent");
    const idempotencyKey = freshKey();
    await running.faults({ rules: [{ match: "^POST /v1/payment_intents$", fault, times: 1 }] });
    expect(await refusal(stripe.paymentIntents.create(intentParams(), { idempotencyKey }))).toMatchObject({
      statusCode,
      type,
    });
    expect(await count("payment_intent")).toBe(before);
    await stripe.paymentIntents.create(intentParams(), { idempotencyKey });
    expect(await count("payment_intent")).toBe(before + 1);
  });

  it("a sticky 500 is replayed under its key, as Stripe does", async () => {
    const idempotencyKey = freshKey();
    await running.faults({ rules: [{ match: "/refunds", fault: "fail_500", times: 1, sticky: true }] });
    const { id } = await stripe.paymentIntents.create(intentParams());
    const refund = (key: string) => stripe.refunds.create({ payment_intent: id }, { idempotencyKey: key });
    expect(await refusal(refund(idempotencyKey))).toMatchObject({ statusCode: 500 });
    expect(await refusal(refund(idempotencyKey))).toMatchObject({ statusCode: 500 });
    expect((await refund(freshKey())).status).toBe("succeeded");
  });

  it("holds an answer back", async () => {
    await running.faults({ rules: [{ match: "GET /v1/balance", fault: "delay", ms: 150, times: 1 }] });
    const start = Date.now();
    await stripe.balance.retrieve();
    expect(Date.now() - start).toBeGreaterThanOrEqual(145);
  });

  it("draws the same faults from the same seed", async () => {
    const run = async (): Promise<string> => {
      await running.control("DELETE", "/faults");
      await running.faults({ seed: 42, rules: [{ match: "GET /v1/balance", fault: "fail_500", probability: 0.5 }] });
      let pattern = "";
      for (let i = 0; i < 16; i += 1)
        pattern += await stripe.balance.retrieve().then(
          () => "-",
          () => "x",
        );
      return pattern;
    };
    const first = await run();
    expect(await run()).toBe(first);
    expect(first).toContain("x");
    expect(first).toContain("-");
  });

  it("refuses switches it does not know, and form posts", async () => {
    await expect(running.control("POST", "/faults", { rules: [{ match: "(", fault: "lose_answer" }] })).rejects.toThrow(
      "regular expression",
    );
    await expect(running.control("POST", "/faults", { typo: 1 })).rejects.toThrow("typo");
    const form = await fetch(`${running.url}/_standin/reset`, {
      method: "POST",
      body: new URLSearchParams({ a: "1" }),
    });
    expect(form.status).toBe(415);
  });

  it("refuses camelCase parameters under strict_parameters, and counts them otherwise", async () => {
    const cancel = async () => {
      const { id } = await stripe.paymentIntents.create({ amount: 1000, currency: "cny" });
      return stripe.paymentIntents.cancel(id, {
        idempotencyKey: "in the wrong place",
      } as Stripe.PaymentIntentCancelParams);
    };
    expect((await cancel()).status).toBe("canceled");
    expect(await running.control("GET", "/state")).toMatchObject({
      unknown_parameters: { "idempotencyKey on /v1/payment_intents/pi_…/cancel": 1 },
    });
    await running.faults({ strict_parameters: true });
    expect(await refusal(cancel())).toMatchObject({ statusCode: 400, code: "parameter_unknown" });
  });
});

describe("webhooks", () => {
  const eventsOf = (id: string) =>
    hooks.received
      .map(({ body }) => JSON.parse(body) as Stripe.Event)
      .filter(({ data }) => JSON.stringify(data.object).includes(id));
  const typesOf = (id: string) => eventsOf(id).map(({ type }) => type);

  it("are signed so that the SDK accepts them, and a forged one is not", async () => {
    const { id } = await stripe.paymentIntents.create(intentParams());
    const hook = await until("event", () =>
      hooks.received.find(({ body }) => body.includes(id) && body.includes('"payment_intent.succeeded"')),
    );
    const event = stripe.webhooks.constructEvent(hook.body, hook.signature, WEBHOOK_SECRET);
    expect(event).toMatchObject({
      object: "event",
      type: "payment_intent.succeeded",
      livemode: false,
      data: { object: { id } },
    });
    expect(await stripe.events.retrieve(event.id)).toMatchObject({ id: event.id, type: event.type });
    expect(() =>
      stripe.webhooks.constructEvent(hook.body.replace("1000", "9000"), hook.signature, WEBHOOK_SECRET),
    ).toThrow();
    expect(() => stripe.webhooks.constructEvent(hook.body, hook.signature, "whsec_other")).toThrow();
  });

  it("tell of every change, in order", async () => {
    const intent = await stripe.paymentIntents.create(intentParams({ capture_method: "manual" }));
    await stripe.paymentIntents.capture(intent.id);
    await stripe.refunds.create({ payment_intent: intent.id });
    await until("refund event", () => typesOf(intent.id).includes("refund.created"));
    expect(typesOf(intent.id)).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.amount_capturable_updated",
      "charge.captured",
      "payment_intent.succeeded",
      "charge.refunded",
      "refund.created",
    ]);
  });

  it("are posted again until the shop says 2xx", async () => {
    let refusals = 0;
    hooks.answer = (hook) => (hook.body.includes('"customer.created"') && (refusals += 1) <= 2 ? 500 : 200);
    const { id } = await stripe.customers.create({ email: "again@example.com" });
    await until("third try", () => eventsOf(id).length === 3);
    expect(new Set(eventsOf(id).map((event) => event.id)).size).toBe(1);
    await until(
      "delivered",
      async () => (await stripe.events.retrieve(eventsOf(id)[0]?.id ?? "")).pending_webhooks === 0,
    );
  });

  it("survive a restart of the stand-in", async () => {
    hooks.answer = () => 503;
    const { id } = await stripe.customers.create({ email: "restart@example.com" });
    await until("first try", () => eventsOf(id).length > 0);
    await running.stop();
    const tries = eventsOf(id).length;
    hooks.answer = () => 200;
    running = await runStandin(databaseUrl, options());
    stripe = running.stripe();
    await until("delivered after the restart", () => eventsOf(id).length > tries);
  });

  it("and everything else go on after Postgres cut every connection", async () => {
    const calls = Array.from({ length: 8 }, () => stripe.customers.create({}));
    await running.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()",
    );
    await Promise.allSettled(calls);
    const { id } = await stripe.customers.create({});
    await until("event", () => eventsOf(id).length === 1);
  });

  it("come repeated, shuffled, late or not at all when told to", async () => {
    await running.faults({ webhooks: { repeat: 2 } });
    const repeated = await stripe.customers.create({});
    await until("three copies", () => eventsOf(repeated.id).length === 3);

    await running.control("DELETE", "/faults");
    await running.faults({ seed: 3, webhooks: { shuffle_ms: 300 } });
    const ids: string[] = [];
    for (let i = 0; i < 8; i += 1) ids.push((await stripe.customers.create({})).id);
    await until("all eight", () => ids.every((id) => eventsOf(id).length === 1));
    const order = hooks.received.map(
      ({ body }) => (JSON.parse(body) as { data: { object: { id: string } } }).data.object.id,
    );
    expect(order.filter((id) => ids.includes(id))).not.toEqual(ids);

    await running.control("DELETE", "/faults");
    await running.faults({ webhooks: { drop: 1 } });
    const dropped = await stripe.customers.create({});
    await running.faults({ webhooks: { drop: 0, delay_ms: 300 } });
    const late = await stripe.customers.create({});
    expect(eventsOf(late.id)).toHaveLength(0);
    await until("the late one", () => eventsOf(late.id).length === 1);
    expect(eventsOf(dropped.id)).toHaveLength(0);
    expect((await stripe.events.list({ type: "customer.created", limit: 2 })).data).toHaveLength(2);
  });

  it("go to endpoints made over the API, for the types they asked for", async () => {
    const mine = await listenForHooks();
    const endpoint = await stripe.webhookEndpoints.create({
      url: mine.url,
      enabled_events: ["transfer.created", "charge.dispute.created"],
    });
    const intent = await stripe.paymentIntents.create(intentParams());
    await running.control("POST", "/dispute", { charge: intent.latest_charge });
    const hook = await until("dispute event", () => mine.received[0]);
    expect(stripe.webhooks.constructEvent(hook.body, hook.signature, endpoint.secret ?? "").type).toBe(
      "charge.dispute.created",
    );
    expect(mine.received).toHaveLength(1);
    expect((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined();
    await stripe.webhookEndpoints.del(endpoint.id);
    await mine.stop();
  });

  it("start from nothing after a reset, and still reach the endpoint of the environment", async () => {
    await running.control("POST", "/reset");
    expect(await count("payment_intent")).toBe(0);
    const { id } = await stripe.customers.create({});
    await until("event after reset", () => eventsOf(id).length === 1);
    expect(await running.control("GET", "/state")).toMatchObject({
      checks: { ledger: { ok: true }, refunds: { ok: true } },
    });
  });
});
