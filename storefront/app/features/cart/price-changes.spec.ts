import { expect, test } from "vitest";
import { priceChanges } from "./price-changes.server";

const cart = (prices: Record<string, number>) => ({
  currency_code: "cny",
  items: Object.entries(prices).map(([id, unit_price]) => ({ id, quantity: 1, unit_price })),
});

test("a price that rose or fell is told from what it was to what it is, other lines are not", () => {
  const before = cart({ a: 19.9, b: 5, c: 8, gone: 1 });
  expect(priceChanges(before, cart({ a: 29.9, b: 5.0, c: 7.5, fresh: 3 }))).toEqual([
    { line_id: "a", was_minor: 1_990, now_minor: 2_990 },
    { line_id: "c", was_minor: 800, now_minor: 750 },
  ]);
});

test("what was not told yet is told from the first price on; changed back, there is nothing to tell", () => {
  const untold = [{ line_id: "a", was_minor: 1_990, now_minor: 2_990 }];
  expect(priceChanges(cart({ a: 29.9 }), cart({ a: 39.9 }), untold)).toEqual([
    { line_id: "a", was_minor: 1_990, now_minor: 3_990 },
  ]);
  expect(priceChanges(cart({ a: 29.9 }), cart({ a: 29.9 }), untold)).toEqual(untold);
  expect(priceChanges(cart({ a: 29.9 }), cart({ a: 19.9 }), untold)).toEqual([]);
  expect(priceChanges(cart({}), cart({ a: 29.9 }), untold)).toEqual([]);
});
