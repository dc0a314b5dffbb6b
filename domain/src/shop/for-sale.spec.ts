import { expect, test } from "vitest";
import { isForSale } from "./for-sale";

test("goods are for sale while the smallest pack can be filled, and not by a remainder", () => {
  expect(isForSale(500, [20_000, 500])).toBe(true);
  expect(isForSale(499, [20_000, 500])).toBe(false);
  expect(isForSale(0, [500])).toBe(false);
  expect(isForSale(10_000, [])).toBe(false);
});
