import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { formatJin, formatKg, netGrams } from "./weight";

test("net is gross less tare, in whole grams, and never nothing", () => {
  expect(valueOf(netGrams(12_800, 300))).toBe(12_500);
  expect(valueOf(netGrams(1, 0))).toBe(1);
  expect(reasonOf(netGrams(300, 300))).toBe("tare_not_below_gross");
  expect(reasonOf(netGrams(300, 301))).toBe("tare_not_below_gross");
  for (const wrong of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    expect(reasonOf(netGrams(wrong, 0))).toBe("invalid_weight");
    expect(reasonOf(netGrams(1000, wrong))).toBe("invalid_weight");
  }
});

test("weights are written out without rounding, in kilograms and jin", () => {
  expect([12_500, 39_694, 1_000, 5, 0, -50].map(formatKg)).toEqual(["12.5", "39.694", "1", "0.005", "0", "-0.05"]);
  expect([12_500, 500, 39_694, 1].map(formatJin)).toEqual(["25", "1", "79.388", "0.002"]);
  expect(formatKg(9_007_199_254_740_993n)).toBe("9007199254740.993");
  expect(() => formatKg(0.5)).toThrow(RangeError);
});
