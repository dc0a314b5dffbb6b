import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type Stripe from "stripe";
import { runStandin, type Running } from "../../../dev/src/stripe/spec-kit";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import { askCard } from "../../src/workflows/checkout/one-call/pay";

/** The real SDK over HTTP; only its address is another one. */
const at = vi.hoisted(() => ({ stripe: undefined as unknown as () => Stripe }));
vi.mock("../../src/providers/stripe/client", () => ({ stripe: () => at.stripe() }));

let database: TestDatabase;
let standin: Running;
beforeAll(async () => {
  database = await testDatabase();
  standin = await runStandin(database.url);
  at.stripe = () => standin.stripe();
});
afterAll(async () => {
  await standin?.stop();
  await database?.drop();
});
beforeEach(() => standin.control("DELETE", "/faults"));

const told = { expires_at: "2026-12-01T08:00:00Z", client_secret: "secret" };
const ask = (intent: Stripe.PaymentIntent, payment_method = "pm_card_visa") =>
  askCard(
    { provider_id: "pp_stripe_stripe", data: { id: intent.id } },
    { payment_method, return_url: undefined },
    told,
  );
const opened = () =>
  standin.stripe().paymentIntents.create({ amount: 1000, currency: "cny", capture_method: "manual" });

it.each(["lose_answer", "fail_500", "fail_429"] as const)(
  "a card that is asked without an answer (%s) is payment_unknown, never an error of ours",
  async (fault) => {
    const intent = await opened();
    await standin.faults({ rules: [{ match: "/confirm", fault }] });
    await expect(ask(intent)).rejects.toMatchObject({ code: "payment_unknown" });
  },
);

it("a payment that was made in another window since is ready, and one that was cancelled is not said to be unpaid", async () => {
  const intent = await opened();
  expect(await ask(intent)).toEqual({ state: "ready" });
  expect(await ask(intent)).toEqual({ state: "ready" });
  const gone = await opened();
  await standin.stripe().paymentIntents.cancel(gone.id);
  await expect(ask(gone)).rejects.toMatchObject({ code: "payment_unknown" });
  await expect(ask(await opened(), "pm_nothing")).rejects.toMatchObject({
    code: "invalid_payment_method",
  });
});
