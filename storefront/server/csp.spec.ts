import { describe, expect, test } from "vitest";
import { contentSecurityPolicy } from "./csp";
import { isOwnOrigin } from "./same-site";

describe("the content security policy", () => {
  const standIn = contentSecurityPolicy({
    scripts: ["'nonce-abc'"],
    styles: ["'nonce-abc'"],
    stripeJsUrl: "http://127.0.0.1:9200/stripe.js",
    hostedPayUrl: "http://127.0.0.1:9200/pay",
    secure: false,
  });
  const real = contentSecurityPolicy({
    scripts: ["'nonce-abc'"],
    styles: ["'nonce-abc'"],
    stripeJsUrl: "https://js.stripe.com/clover/stripe.js",
    secure: true,
  });

  test("lets no inline script, style or eval through", () => {
    for (const policy of [standIn, real]) {
      const all = Object.values(policy).flat().join(" ");
      expect(all).not.toContain("unsafe-inline");
      expect(all).not.toContain("unsafe-eval");
      expect(all).not.toMatch(/\*(?!\.js\.stripe\.com)/);
      expect(all).not.toContain("data:");
      expect(policy["default-src"]).toEqual(["'none'"]);
      expect(policy["frame-ancestors"]).toEqual(["'none'"]);
    }
  });

  test("names the card processor of this house, and no other", () => {
    expect(standIn["script-src"]).toEqual(["'self'", "'nonce-abc'", "http://127.0.0.1:9200"]);
    expect(Object.values(standIn).flat().join(" ")).not.toContain("stripe.com");
    expect(real["script-src"]).toContain("https://js.stripe.com");
    expect(real["frame-src"]).toContain("https://hooks.stripe.com");
    expect(real["connect-src"]).toContain("https://api.stripe.com");
  });

  test("lets a form lead to the hosted pay page, which browsers check on the redirect", () => {
    expect(standIn["form-action"]).toEqual(["'self'", "http://127.0.0.1:9200"]);
    expect(real["form-action"]).toEqual(["'self'"]);
  });
});

describe("a writing request", () => {
  test("is taken from our own pages only", () => {
    expect(isOwnOrigin({ origin: "http://localhost:3000", host: "localhost:3000" })).toBe(true);
    expect(isOwnOrigin({ origin: "http://localhost:3001", host: "localhost:3000" })).toBe(false);
    expect(isOwnOrigin({ origin: "https://evil.example", host: "shop.example" })).toBe(false);
    expect(isOwnOrigin({ origin: "null", host: "shop.example" })).toBe(false);
    expect(isOwnOrigin({ host: "shop.example" })).toBe(false);
    expect(isOwnOrigin({ origin: "https://shop.example.evil.example", host: "shop.example" })).toBe(false);
  });
});
