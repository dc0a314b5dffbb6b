import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPostgres, type TestPostgres } from "../testing/start-postgres.js";
import { listenForHooks, runStandin, until, WEBHOOK_SECRET, type Listener, type Running } from "./spec-kit.js";

let postgres: TestPostgres;
let folder: string;
let program: string;

beforeAll(async () => {
  postgres = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), "standin-"));
  program = join(folder, "server.cjs");
  await build({
    entryPoints: [fileURLToPath(new URL("./server.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile: program,
    external: ["pg-native"],
    logLevel: "silent",
  });
});
afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Run = { child: ChildProcess; out: () => string; err: () => string; exit: Promise<number | null> };

function start(env: Record<string, string>): Run {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return { child, out: () => out, err: () => err, exit: once(child, "exit").then(([code]) => code as number | null) };
}

async function ready(run: Run): Promise<number> {
  const line = await until(
    "ready line",
    () =>
      run
        .out()
        .split("\n")
        .find((text) => text.includes('"ready"')),
    10_000,
  );
  return (JSON.parse(line) as { port: number }).port;
}
const sdk = (port: number) =>
  new Stripe("sk_test_spec", {
    host: "127.0.0.1",
    port,
    protocol: "http",
    telemetry: false,
    timeout: 2_000,
    maxNetworkRetries: 0,
  });

describe("the process", () => {
  it("refuses to run in production, with a clear sentence", async () => {
    const run = start({ NODE_ENV: "production", DATABASE_URL: "postgres://127.0.0.1:1/none" });
    expect(await run.exit).toBe(1);
    expect(run.err()).toMatch(/must not run in production/);
    expect(run.out()).toBe("");
  });

  it("names what is missing", async () => {
    const run = start({});
    expect(await run.exit).toBe(1);
    expect(run.err()).toMatch(/DATABASE_URL is missing/);
  });

  it("listens on loopback only, keeps state over kill -9 and stops gracefully, also with an answer hanging", async () => {
    const hooks = await listenForHooks();
    const DATABASE_URL = await postgres.createDatabase();
    const env = { DATABASE_URL, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, STRIPE_STANDIN_WEBHOOK_URLS: hooks.url };
    const first = start(env);
    const port = await ready(first);
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((net) => net?.family === "IPv4" && !net.internal);
    if (outside) await expect(fetch(`http://${outside.address}:${port}/_standin/health`)).rejects.toThrow();
    expect((await fetch(`http://127.0.0.1:${port}/_standin/health`)).status).toBe(200);
    const { id } = await sdk(port).paymentIntents.create(
      { amount: 1000, currency: "cny", confirm: true, payment_method: "pm_card_visa" },
      { idempotencyKey: "kill" },
    );
    first.child.kill("SIGKILL");
    await first.exit;

    const second = start(env);
    const stripe = sdk(await ready(second));
    const again = await stripe.paymentIntents.create(
      { amount: 1000, currency: "cny", confirm: true, payment_method: "pm_card_visa" },
      { idempotencyKey: "kill" },
    );
    expect(again.id).toBe(id);
    await until(
      "webhook",
      () => hooks.received.some(({ body }) => body.includes(id) && body.includes("payment_intent.succeeded")),
      20_000,
    );
    const { id: slow } = await stripe.paymentIntents.create({ amount: 1000, currency: "cny" });
    const hanging = stripe.paymentIntents
      .confirm(slow, { payment_method: "pm_card_timeout" })
      .catch((error: Error) => error);
    await until("effect", async () => (await stripe.paymentIntents.retrieve(slow)).status === "succeeded");
    second.child.kill("SIGTERM");
    expect(await second.exit).toBe(0);
    expect(await hanging).toMatchObject({ type: "StripeConnectionError" });
    await hooks.stop();
  });
});

describe("Medusa's Stripe provider", () => {
  type Context = { idempotency_key?: string; account_holder?: { data: { id: string } }; customer?: object };
  type Input = { data?: Record<string, unknown>; amount?: number; currency_code?: string; context?: Context };
  type Output = { id: string; status: string; data: Record<string, unknown> };
  type Provider = Record<
    | "initiatePayment"
    | "updatePayment"
    | "authorizePayment"
    | "capturePayment"
    | "cancelPayment"
    | "refundPayment"
    | "createAccountHolder"
    | "updateAccountHolder"
    | "deleteAccountHolder"
    | "savePaymentMethod"
    | "deletePaymentMethod",
    (input: Input) => Promise<Output>
  > & {
    listPaymentMethods: (input: Input) => Promise<{ id: string }[]>;
    getWebhookActionAndData: (input: object) => Promise<{ action: string; data?: { session_id: string } }>;
    stripe_: Stripe;
  };

  let running: Running;
  let hooks: Listener;
  let provider: Provider;

  beforeAll(async () => {
    hooks = await listenForHooks();
    running = await runStandin(await postgres.createDatabase(), {
      webhook: { urls: [hooks.url], secret: WEBHOOK_SECRET },
    });
    // The provider is CommonJS and not a dependency of this workspace: taken from the root, as the backend does.
    const { default: Service } = createRequire(import.meta.url)(
      "@medusajs/payment-stripe/dist/services/stripe-provider",
    ) as {
      default: new (cradle: object, options: object) => Provider;
    };
    provider = new Service({}, { apiKey: "sk_test_spec", webhookSecret: WEBHOOK_SECRET });
    provider.stripe_ = running.stripe();
  });
  afterAll(async () => {
    await running?.stop();
    await hooks?.stop();
  });

  const session = (key: string, context: Context = {}) =>
    provider.initiatePayment({
      amount: 1134.77,
      currency_code: "cny",
      data: { session_id: `payses_${key}` },
      context: { idempotency_key: key, ...context },
    });

  it("initiates, updates, authorises, captures and refunds", async () => {
    const made = await session("one");
    expect(made).toMatchObject({ status: "pending", data: { amount: 113477, capture_method: "manual" } });
    expect((await session("one")).id).toBe(made.id);
    const data = { id: made.id };
    await provider.updatePayment({
      data,
      amount: 1000,
      currency_code: "cny",
      context: { idempotency_key: "one-update" },
    });
    await running.stripe("pk_test_spec").paymentIntents.confirm(made.id, {
      client_secret: String(made.data.client_secret),
      payment_method: "pm_card_visa",
    } as Stripe.PaymentIntentConfirmParams);
    expect(await provider.authorizePayment({ data })).toMatchObject({ status: "authorized" });
    const captured = await provider.capturePayment({ data, context: { idempotency_key: "capt_1" } });
    expect(captured.data).toMatchObject({ status: "succeeded", amount_received: 100000 });
    expect((await provider.capturePayment({ data, context: { idempotency_key: "capt_2" } })).data).toMatchObject({
      status: "succeeded",
    });
    await provider.refundPayment({ amount: 400, data: captured.data, context: { idempotency_key: "ref_1" } });
    await provider.refundPayment({ amount: 400, data: captured.data, context: { idempotency_key: "ref_1" } });
    const { data: refunds } = await running.stripe().refunds.list({ payment_intent: made.id });
    expect(refunds.map(({ amount }) => amount)).toEqual([40000]);
  });

  it("cancels, twice without complaint", async () => {
    const { id } = await session("two");
    for (const key of ["c1", "c2"]) {
      expect((await provider.cancelPayment({ data: { id }, context: { idempotency_key: key } })).data).toMatchObject({
        status: "canceled",
      });
    }
  });

  it("sees a declined card as an error and 3-D Secure as more to do", async () => {
    const declined = await session("three");
    await running
      .stripe()
      .paymentIntents.confirm(declined.id, { payment_method: "pm_card_visa_chargeDeclined" })
      .catch(() => undefined);
    expect(await provider.authorizePayment({ data: { id: declined.id } })).toMatchObject({ status: "error" });
    const asked = await session("four");
    await running.stripe().paymentIntents.confirm(asked.id, { payment_method: "pm_card_authenticationRequired" });
    expect(await provider.authorizePayment({ data: { id: asked.id } })).toMatchObject({ status: "requires_more" });
  });

  it("keeps an account holder with its saved cards", async () => {
    const customer = {
      email: "w@example.com",
      first_name: "Li",
      last_name: "Wang",
      phone: null,
      billing_address: { city: "Zhutang", country_code: "cn" },
    };
    const holder = await provider.createAccountHolder({ context: { customer, idempotency_key: "cust" } });
    const context: Context = { account_holder: { data: { id: holder.id } }, customer };
    await provider.updateAccountHolder({ context: { ...context, customer: { ...customer, phone: "123" } } });
    expect(await running.stripe().customers.retrieve(holder.id)).toMatchObject({ name: "Li Wang", phone: "123" });
    const saved = await provider.savePaymentMethod({
      context,
      data: { payment_method: "pm_card_visa", confirm: true },
    });
    const [method] = await provider.listPaymentMethods({ context });
    expect(method?.id).toBe(saved.data.payment_method);
    expect((await session("five", context)).data).toMatchObject({ customer: holder.id });
    await provider.deletePaymentMethod({ data: { id: method?.id }, context: { idempotency_key: "del" } });
    expect(await provider.listPaymentMethods({ context })).toHaveLength(0);
    await provider.deleteAccountHolder({ context });
  });

  it("accepts the webhook and refuses a forged one", async () => {
    const { id } = await session("six");
    await running.stripe().paymentIntents.confirm(id, { payment_method: "pm_card_visa" });
    const hook = await until("webhook", () =>
      hooks.received.find(({ body }) => body.includes(id) && body.includes("amount_capturable_updated")),
    );
    const payload = { rawData: hook.body, headers: { "stripe-signature": hook.signature } };
    expect(await provider.getWebhookActionAndData(payload)).toMatchObject({
      action: "authorized",
      data: { session_id: "payses_six" },
    });
    await expect(
      provider.getWebhookActionAndData({ ...payload, rawData: hook.body.replace("payses_six", "payses_one") }),
    ).rejects.toThrow();
  });

  it("sends some idempotency keys as body parameters: Stripe itself would refuse them", async () => {
    expect(await running.control("GET", "/state")).toMatchObject({
      unknown_parameters: {
        "idempotencyKey on /v1/payment_intents/pi_…/capture": 2,
        "idempotencyKey on /v1/payment_intents/pi_…/cancel": 2,
        "idempotencyKey on /v1/payment_methods/pm_…/detach": 1,
      },
    });
    const { id } = await session("seven");
    await running.faults({ strict_parameters: true });
    await expect(provider.cancelPayment({ data: { id }, context: { idempotency_key: "c3" } })).rejects.toThrow(
      "unknown parameter: idempotencyKey",
    );
  });
});
