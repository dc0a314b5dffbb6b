import { createRequire } from "node:module";
import vm from "node:vm";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startPostgres, type TestPostgres } from "../testing/start-postgres.js";
import { FakeDocument, type FakeNode } from "./fake-dom.js";
import { refusal, runStandin, type Running } from "./spec-kit.js";

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

const RETURN_URL = "http://localhost:8000/zh/checkout/back?cart=1";
const open = (more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({ amount: 113477, currency: "cny", capture_method: "manual", ...more });
const post = (url: string, fields: Record<string, string>) =>
  fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
const location = (response: Response): URL => new URL(response.headers.get("location") ?? "", running.url);

describe("3-D Secure", () => {
  const ask = async () => {
    const intent = await open({
      confirm: true,
      payment_method: "pm_card_authenticationRequired",
      return_url: RETURN_URL,
    });
    expect(intent).toMatchObject({
      status: "requires_action",
      next_action: { type: "redirect_to_url", redirect_to_url: { return_url: RETURN_URL } },
    });
    return { intent, url: intent.next_action?.redirect_to_url?.url ?? "", client_secret: intent.client_secret ?? "" };
  };

  it("approved: the page sends the buyer back, the card is held", async () => {
    const { intent, url, client_secret } = await ask();
    const html = await (await fetch(`${url}&locale=zh-CN`)).text();
    expect(html).toContain("¥1,134.77");
    expect(html).toContain('value="approve"');
    const back = location(await post(url, { client_secret, answer: "approve" }));
    expect(back.origin + back.pathname).toBe("http://localhost:8000/zh/checkout/back");
    expect(Object.fromEntries(back.searchParams)).toEqual({
      cart: "1",
      payment_intent: intent.id,
      payment_intent_client_secret: client_secret,
      redirect_status: "succeeded",
    });
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: "requires_capture",
      next_action: null,
    });
  });

  it("refused: back with the failure, nothing held, another card may try", async () => {
    const { intent, url, client_secret } = await ask();
    const back = location(await post(url, { client_secret, answer: "refuse" }));
    expect(back.searchParams.get("redirect_status")).toBe("failed");
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "payment_intent_authentication_failure" },
    });
    expect((await stripe.paymentIntents.confirm(intent.id, { payment_method: "pm_card_visa" })).status).toBe(
      "requires_capture",
    );
  });

  it("pressed twice changes nothing more; a wrong link shows nothing", async () => {
    const { intent, url, client_secret } = await ask();
    await post(url, { client_secret, answer: "approve" });
    expect(location(await post(url, { client_secret, answer: "refuse" })).searchParams.get("redirect_status")).toBe(
      "succeeded",
    );
    expect((await fetch(`${running.url}/3ds/${intent.id}?client_secret=x`)).status).toBe(404);
  });

  it("without a return address leaves the question to the browser script", async () => {
    const intent = await open({ confirm: true, payment_method: "pm_card_authenticationRequired" });
    expect(intent.next_action?.type).toBe("use_stripe_sdk");
  });
});

describe("the page for browsers without script", () => {
  const form = async () => {
    const intent = await open();
    const kept = { client_secret: intent.client_secret ?? "", return_url: RETURN_URL, locale: "en" };
    return { intent, kept, url: `${running.url}/pay/${intent.id}` };
  };
  const card = { number: "4242 4242 4242 4242", expiry: "12/40", cvc: "123" };

  it("takes a card and sends the buyer back", async () => {
    const { intent, kept, url } = await form();
    const page = await fetch(`${url}?${new URLSearchParams(kept)}`);
    const html = await page.text();
    for (const name of ["number", "expiry", "cvc"]) expect(html).toContain(`<label for="${name}">`);
    expect(html).not.toContain("<script");
    const answer = await post(url, { ...kept, ...card });
    expect(answer.status).toBe(303);
    expect(location(answer).searchParams.get("redirect_status")).toBe("succeeded");
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe("requires_capture");
    // Coming back to the page later leads on at once.
    expect((await fetch(`${url}?${new URLSearchParams(kept)}`, { redirect: "manual" })).status).toBe(303);
  });

  it("names each problem and keeps what was typed, except the security code", async () => {
    const { kept, url } = await form();
    const answer = await post(url, { ...kept, number: "4242424242424241", expiry: "13/40", cvc: "12" });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    for (const link of ["#number", "#expiry", "#cvc"]) expect(html).toContain(`href="${link}"`);
    expect(html).toContain('value="4242424242424241"');
    expect(html).not.toContain('value="12"');
  });

  it("says that the bank declined, in the buyer's language, and takes another card", async () => {
    const { kept, url } = await form();
    const declined = await post(url, { ...kept, ...card, locale: "zh", number: "4000000000009995" });
    expect(declined.status).toBe(402);
    expect(await declined.text()).toContain("余额不足");
    expect((await post(url, { ...kept, ...card })).status).toBe(303);
  });

  it("leads to the bank's question when the card asks for it", async () => {
    const { kept, url } = await form();
    const to = location(await post(url, { ...kept, ...card, number: "4000002500003155" }));
    expect(to.pathname).toMatch(/^\/3ds\/pi_/);
    expect(location(await post(to.toString(), { answer: "approve" })).searchParams.get("redirect_status")).toBe(
      "succeeded",
    );
  });

  it("sends nobody to a strange address", async () => {
    const { kept, url } = await form();
    for (const return_url of ["https://evil.example/", "javascript:alert(1)", "http://localhost.evil.example/", ""]) {
      expect(
        (await fetch(`${url}?${new URLSearchParams({ ...kept, return_url })}`, { redirect: "manual" })).status,
      ).toBe(400);
      expect((await post(url, { ...kept, ...card, return_url })).status).toBe(400);
    }
  });
});

describe("the browser script", () => {
  type Result = {
    error?: { code: string; message: string };
    paymentIntent?: Stripe.PaymentIntent;
    paymentMethod?: Stripe.PaymentMethod;
  };
  type Element = {
    mount: (where: string) => Element;
    on: (name: string, handler: (event: { complete: boolean }) => void) => Element;
  };
  type Elements = { create: (type: string) => Element; submit: () => Promise<Result> };
  type Browser = {
    elements: (options?: object) => Elements;
    createPaymentMethod: (params: object) => Promise<Result>;
    confirmCardPayment: (secret: string, data?: object, options?: object) => Promise<Result>;
    confirmPayment: (params: object) => Promise<Result>;
    handleNextAction: (params: object) => Promise<Result>;
    retrievePaymentIntent: (secret: string) => Promise<Result>;
  };

  /** The script in a page: its own global, a small document, the real network. */
  async function visit(): Promise<{
    document: FakeDocument;
    window: { Stripe: ((key: string, options?: object) => Browser) & { version: string } };
  }> {
    const source = await (await fetch(`${running.url}/stripe.js`)).text();
    const document = new FakeDocument(`${running.url}/stripe.js`);
    const window = {} as never;
    vm.runInNewContext(source, {
      window,
      document,
      URL,
      URLSearchParams,
      fetch,
      setTimeout,
      Intl,
      navigator: { language: "en" },
      location: { href: RETURN_URL },
    });
    return { document, window };
  }
  async function shop(locale = "en") {
    const { document, window } = await visit();
    const browser = window.Stripe("pk_test_spec", { locale });
    const element = browser.elements().create("card").mount("#card");
    const type = (values: Record<string, string>) => {
      for (const [name, value] of Object.entries(values)) {
        const input = document.inputs().find((node) => node.attributes.id?.endsWith(name)) as FakeNode;
        input.value = value;
        input.fire("input");
      }
    };
    return { document, browser, element, type };
  }
  const good = { number: "4242424242424242", expiry: "12/40", cvc: "123" };

  it("pays with labelled fields and reports when they are complete", async () => {
    const { document, browser, element, type } = await shop("zh-CN");
    expect(document.labels()).toEqual(["卡号", "有效期", "安全码 (CVC)"]);
    const seen: boolean[] = [];
    element.on("change", ({ complete }) => seen.push(complete));
    type(good);
    expect([seen[0], seen.at(-1)]).toEqual([false, true]);
    const { client_secret, id } = await open();
    const paid = await browser.confirmCardPayment(client_secret ?? "", {
      payment_method: { card: element, billing_details: { name: "Li" } },
    });
    expect(paid.paymentIntent).toMatchObject({ id, status: "requires_capture" });
    expect((await browser.retrievePaymentIntent(client_secret ?? "")).paymentIntent?.status).toBe("requires_capture");
  });

  it("shows what is wrong at its field and sends nothing", async () => {
    const { document, browser, element, type } = await shop();
    type({ ...good, number: "4242 4242 4242 4241" });
    const made = await browser.createPaymentMethod({ type: "card", card: element });
    expect(made.error?.code).toBe("invalid_number");
    const input = document.inputs()[0] as FakeNode;
    expect(input.attributes["aria-invalid"]).toBe("true");
    expect(document.activeElement).toBe(input);
    type({ number: good.number });
    expect((await browser.createPaymentMethod({ type: "card", card: element })).paymentMethod?.card?.last4).toBe(
      "4242",
    );
  });

  it.each([
    ["Approve", "requires_capture"],
    ["Refuse", undefined],
  ])("asks for the bank in a dialog: %s", async (button, status) => {
    const { document, browser, element, type } = await shop();
    type({ ...good, number: "4000002500003155" });
    const { client_secret } = await open();
    const waiting = browser.confirmCardPayment(client_secret ?? "", { payment_method: { card: element } });
    await vi.waitFor(() => expect(document.dialog()).toBeTruthy());
    document
      .dialog()
      ?.find((node) => node.textContent === button)
      ?.fire("click");
    const result = await waiting;
    expect(result.paymentIntent?.status).toBe(status);
    if (!status) expect(result.error?.code).toBe("payment_intent_authentication_failure");
    expect(document.dialog()).toBeUndefined();
  });

  it("leaves the question for later when told, then handles it", async () => {
    const { document, browser } = await shop();
    const { client_secret } = await open();
    const clientSecret = client_secret ?? "";
    const asked = await browser.confirmCardPayment(
      clientSecret,
      { payment_method: "pm_card_authenticationRequired" },
      { handleActions: false },
    );
    expect(asked.paymentIntent?.status).toBe("requires_action");
    const waiting = browser.handleNextAction({ clientSecret });
    await vi.waitFor(() => expect(document.dialog()).toBeTruthy());
    document
      .dialog()
      ?.find((node) => node.textContent === "Approve")
      ?.fire("click");
    expect((await waiting).paymentIntent?.status).toBe("requires_capture");
  });

  it("confirms a payment element, and says a decline", async () => {
    const { document, window } = await visit();
    const { client_secret } = await open();
    const browser = window.Stripe("pk_test_spec");
    const elements = browser.elements({ clientSecret: client_secret });
    elements.create("payment").mount("#card");
    const fill = (number: string) =>
      document.inputs().forEach((input, i) => {
        input.value = [number, "12/40", "123"][i] ?? "";
      });
    expect((await elements.submit()).error?.code).toBe("incomplete_number");
    fill("4000000000000002");
    const confirm = () =>
      browser.confirmPayment({ elements, confirmParams: { return_url: RETURN_URL }, redirect: "if_required" });
    expect((await confirm()).error?.code).toBe("card_declined");
    fill(good.number);
    expect((await confirm()).paymentIntent?.status).toBe("requires_capture");
  });

  it("is accepted by loadStripe of @stripe/stripe-js, without a warning", async () => {
    const { window, document } = await visit();
    const warn = vi.spyOn(console, "warn");
    vi.stubGlobal("window", window);
    vi.stubGlobal("document", document);
    try {
      const { loadStripe } = createRequire(import.meta.url)("@stripe/stripe-js/pure") as {
        loadStripe: (key: string) => Promise<Browser>;
      };
      const browser = await loadStripe("pk_test_spec");
      expect(typeof browser.confirmCardPayment).toBe("function");
      expect(warn).not.toHaveBeenCalled();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("may be called from another origin", async () => {
    const answer = await fetch(`${running.url}/v1/payment_methods`, {
      method: "OPTIONS",
      headers: { origin: "http://localhost:8000", "access-control-request-method": "POST" },
    });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
    expect(answer.headers.get("access-control-allow-headers")).toContain("Authorization");
  });
});

it("refuses a return address over the API too", async () => {
  expect(
    await refusal(open({ confirm: true, payment_method: "pm_card_visa", return_url: "https://evil.example" })),
  ).toMatchObject({ code: "url_invalid", param: "return_url" });
});
