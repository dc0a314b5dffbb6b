import { expect, test } from "vitest";
import { decimalsOver, exampleAmount, majorText, minorTyped, taxMinorOf } from "./money.server";

test("what is typed counts in the currency's own decimals: 100 yen are 100, and a dinar has 1,000 fils", () => {
  expect(minorTyped("12.5", "CNY")).toBe(1_250);
  expect(minorTyped("12.50", "cny")).toBe(1_250);
  expect(minorTyped("100", "JPY")).toBe(100);
  expect(minorTyped("1.25", "KWD")).toBe(1_250);
  expect(minorTyped(" １，２５０．５ ", "CNY")).toBe(125_050);
  expect(minorTyped("1,234,567", "JPY")).toBe(1_234_567);
  expect(minorTyped("0", "CNY")).toBe(0);
  for (const written of ["¥12.5", "￥１２．５０", "12.50 元"]) expect(minorTyped(written, "CNY"), written).toBe(1_250);
});

test("a doubtful amount is asked back, never guessed", () => {
  for (const [text, currency] of [
    ["12.505", "CNY"],
    ["100.5", "JPY"],
    ["1.2345", "KWD"],
    ["12,50", "CNY"],
    ["1,2,3", "CNY"],
    ["-1", "CNY"],
    ["1e3", "CNY"],
    ["", "CNY"],
    ["abc", "CNY"],
    ["9".repeat(20), "CNY"],
    ["$12", "CNY"],
    ["12 斤", "CNY"],
    ["元", "CNY"],
    ["1", "XXX"],
    ["1", ""],
  ] as const) {
    expect(minorTyped(text, currency), `${text} ${currency}`).toBeNull();
  }
});

test("more decimals than the currency has are known for what they are, and nothing else is", () => {
  const over = (typed: string, currency: string) => decimalsOver(typed, currency);
  expect([over("12.345", "CNY"), over("１２．５", "JPY"), over("1,000.2345", "KWD")]).toEqual([2, 0, 3]);
  expect([over("12.34", "CNY"), over("12,50", "CNY"), over("abc", "CNY"), over("1.5", "XXX")]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test("the amount that a sentence asks for can be typed as it stands", () => {
  for (const currency of ["CNY", "JPY", "KWD"]) expect(minorTyped(exampleAmount(currency), currency)).toBe(1_250);
  expect(minorTyped(majorText(7, "KWD"), "KWD")).toBe(7);
  expect(exampleAmount("XXX")).toBe("12.50");
});

test("the tax of a cart or an order is its lines', each rounded, as on the invoice; Medusa's sum only where a line says none", () => {
  const items = [{ tax_total: 360.724 }, { tax_total: 350.7251 }];
  const shipping_methods = [{ tax_total: 9.995 }];
  // 360.72 + 350.73 + 10.00; in one sum 721.4441.
  expect(taxMinorOf({ tax_total: 721.4441, items, shipping_methods }, "CNY")).toBe(72_145);
  expect(taxMinorOf({ tax_total: 721.4441, items: [...items, {}], shipping_methods }, "CNY")).toBe(72_144);
  expect(taxMinorOf({ tax_total: 721.4441, items, shipping_methods: [{ tax_total: null }] }, "CNY")).toBe(72_144);
  expect(taxMinorOf({ tax_total: 0, items: [], shipping_methods: null }, "CNY")).toBe(0);
});
