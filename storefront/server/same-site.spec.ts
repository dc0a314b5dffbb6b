import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MAX_FILE_BYTES } from "../app/lib/sheet.server";
import { bodyLimit, limitOf } from "./same-site";

const app = express().use(bodyLimit, (_req, res) => void res.send("taken"));
const server = app.listen(0, "127.0.0.1");
let at: string;

beforeAll(() => {
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test("a page that promises a file of 15 MB takes one", () => {
  for (const page of ["households/import", "tracking-numbers", "shipping-sheets"]) {
    expect(limitOf(`/zh/desk/${page}`), page).toBeGreaterThan(MAX_FILE_BYTES);
  }
  expect(limitOf("/zh/desk/households/new")).toBe(100_000);
});

test("a page that promises a photo of 8 MB takes one, with all of its form", () => {
  for (const page of [
    "desk/weigh-in",
    "desk/claims/claim_1",
    "orders/order_1",
    "desk/batches/batch_1/cash",
    "wholesale/company",
  ]) {
    expect(limitOf(`/en/${page}`), page).toBeGreaterThan(8 * 1024 * 1024 + 100_000);
  }
  // All households of the longest cash sheet, ticked one by one.
  const part = 'Content-Disposition: form-data; name="payout"'.length + "payout_".length + 26 + 70;
  expect(limitOf("/zh/desk/batches/batch_1/cash")).toBeGreaterThan(8 * 1024 * 1024 + 10_000 * (part + 34));
  expect(limitOf("/zh/orders")).toBe(100_000);
});

test("what is too large is answered in the reader's language, with the way back", async () => {
  const send = (path: string) => fetch(at + path, { method: "POST", body: "x".repeat(100_001) });
  const zh = await send('/zh/desk/lots/"><b>');
  expect(zh.status).toBe(413);
  expect(zh.headers.get("content-type")).toContain("text/html");
  const page = await zh.text();
  expect(page).toContain("一次最多 100 kB");
  expect(page).toContain('href="/zh/desk/lots/');
  expect(page).not.toContain("<b>");
  expect(await (await send("/en/cart")).text()).toContain("At most 100 kB");
  expect(await (await send("/zh/desk/households/import")).text()).toBe("taken");
});
