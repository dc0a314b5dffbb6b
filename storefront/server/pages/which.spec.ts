import { expect, test } from "vitest";
import { wantedBy } from "./which";

const ask = (url: string, headers: Record<string, string> = {}, method = "GET") =>
  wantedBy({ method, url, headers: { host: "shop.example", ...headers } });

test("only pages that are the same for everybody are kept", () => {
  for (const url of ["/zh", "/en", "/zh/villages/maya", "/zh/villages/maya/money", "/en/products/maya-walnuts"]) {
    expect(ask(url)?.url, url).toBe(url);
  }
  for (const url of [
    "/",
    "/zh/cart",
    "/zh/checkout",
    "/zh/orders/order_1",
    "/zh/trace/CL1",
    "/zh/desk",
    "/zh/home",
    "/zh/answer/abc",
    "/zh/products/maya-walnuts.data",
    "/zh/products/..%2fdesk",
    "/zh/villages/maya/money/board_1",
    "/fr",
    "//evil.example/zh",
    `/zh/products/${"x".repeat(101)}`,
  ]) {
    expect(ask(url), url).toBeUndefined();
  }
  expect(ask("/zh", {}, "POST")).toBeUndefined();
  expect(ask("/zh", {}, "HEAD")?.url).toBe("/zh");
});

test("what an address asks beyond what its page reads makes no page of its own", () => {
  const plain = ask("/zh/products/maya-walnuts")?.key;
  for (const query of ["?", "?utm_source=x", "?a=1&b=2", `?q=${"x".repeat(1_500)}`]) {
    expect(ask(`/zh/products/maya-walnuts${query}`)?.key, query).toBe(plain);
  }
  expect(ask("/zh/regions/wudu?page=a1")?.key).toBe(ask("/zh/regions/wudu")?.key);
  expect(ask("/zh/regions/wudu?page=2")?.key).not.toBe(ask("/zh/regions/wudu")?.key);
  const older = ask("/zh/villages/maya/money?before=c1")?.key;
  expect(older).not.toBe(ask("/zh/villages/maya/money")?.key);
  expect(ask("/zh/villages/maya/money?x=1&before=c1&before=c2")?.key).toBe(older);
  expect(ask(`/zh/villages/maya/money?before=${"c".repeat(201)}`)?.url).toBe("/zh/villages/maya/money");
  // Longer than any address of ours: not ours to keep.
  expect(ask(`/zh?q=${"x".repeat(2_000)}`)).toBeUndefined();
});

test("languages, saving of data and the address we are reached by are pages of their own", () => {
  const keys = [ask("/zh"), ask("/en"), ask("/zh", { "save-data": "on" }), ask("/zh", { host: "other.example" })].map(
    (wanted) => wanted?.key,
  );
  expect(new Set(keys).size).toBe(4);
  expect(ask("/zh", { "save-data": "off" })?.key).toBe(keys[0]);
  expect(ask("/en")?.path).toBe("en");
});

test("nobody can have a page kept that names an address of theirs", () => {
  expect(ask("/zh", { host: 'evil.example"><script>' })).toBeUndefined();
  expect(ask("/zh", { "x-forwarded-host": "evil.example" })).toBeUndefined();
  expect(ask("/zh", { "x-forwarded-proto": "https" })).toBeUndefined();
  // With a public address of our own, what a request says of it does not count.
  const ours = wantedBy({ method: "GET", url: "/zh", headers: { host: "evil.example" } }, "https://shop.example");
  expect(ours?.origin).toBe("https://shop.example");
  expect(ours?.key).not.toContain("evil");
});
