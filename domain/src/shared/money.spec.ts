import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { formatMinor, minorDigits, parseMinor, roundHalfUpDiv, sumMinor, toMinor } from "./money";

test("currencies have their own decimals and an unknown one is refused", () => {
  expect(["CNY", "cny", "JPY", "KWD"].map((code) => valueOf(minorDigits(code)))).toEqual([2, 2, 0, 3]);
  expect(reasonOf(minorDigits("XYZ"))).toBe("unknown_currency");
  expect(() => formatMinor(1n, "XYZ")).toThrow("XYZ");
});

test("halves round away from zero, so a refund is exactly the opposite of its charge", () => {
  expect([roundHalfUpDiv(5n, 10n), roundHalfUpDiv(4n, 10n), roundHalfUpDiv(15n, 10n)]).toEqual([1n, 0n, 2n]);
  expect(roundHalfUpDiv(1n, 3n)).toBe(0n);
  expect(() => roundHalfUpDiv(1n, 0n)).toThrow(RangeError);
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 6n }), (n, d) => {
      const rounded = roundHalfUpDiv(n, d);
      expect(roundHalfUpDiv(-n, d)).toBe(-rounded);
      // Within half of the denominator, the upper half included.
      expect(2n * (n - rounded * d) < d && 2n * (n - rounded * d) >= -d).toBe(true);
    }),
  );
});

test("lines are rounded one by one and then summed, as an invoice writes them: the order's tax is the invoice's to the cent", () => {
  const lines = [240.4836, 240.4836, 240.4835];
  expect(valueOf(sumMinor(lines, "CNY"))).toBe(72144n);
  expect(valueOf(sumMinor(["360.725", "360.725"], "CNY"))).toBe(72146n);
  expect(valueOf(toMinor("721.45", "CNY"))).toBe(72145n);
  expect(valueOf(sumMinor([], "CNY"))).toBe(0n);
  expect(reasonOf(sumMinor([1, Number.NaN], "CNY"))).toBe("invalid_amount");
});

test("what is formatted parses back to the same amount", () => {
  expect(formatMinor(113477n, "CNY")).toBe("1134.77");
  expect(formatMinor(-5n, "CNY")).toBe("-0.05");
  expect(formatMinor(7n, "JPY")).toBe("7");
  expect(formatMinor(7n, "KWD")).toBe("0.007");
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      fc.constantFrom("CNY", "JPY", "KWD"),
      (amount, code) => {
        expect(valueOf(parseMinor(formatMinor(amount, code), code))).toBe(amount);
      },
    ),
  );
});

test("a typed amount with a doubt in it is refused, never rounded", () => {
  for (const text of ["12.345", "1e3", "1,000", "", " 1", "1.", ".5", "NaN", "9".repeat(100)]) {
    expect(reasonOf(parseMinor(text, "CNY"))).toBe("invalid_amount");
  }
  expect(reasonOf(parseMinor("1.5", "JPY"))).toBe("invalid_amount");
  expect(valueOf(parseMinor("12.3", "CNY"))).toBe(1230n);
});

describe("Medusa's amounts", () => {
  test("round once, by their decimal digits and not by their binary ones", () => {
    expect(valueOf(toMinor(1.005, "CNY"))).toBe(101n);
    expect(valueOf(toMinor(0.1 + 0.2, "CNY"))).toBe(30n);
    expect(valueOf(toMinor("86", "cny"))).toBe(8600n);
    expect(valueOf(toMinor(7.5, "JPY"))).toBe(8n);
    expect(valueOf(toMinor("1.0005", "KWD"))).toBe(1001n);
    expect(valueOf(toMinor(-1.005, "CNY"))).toBe(-101n);
    expect(valueOf(toMinor(1e-7, "CNY"))).toBe(0n);
    expect(valueOf(toMinor(1e21, "JPY"))).toBe(10n ** 21n);
    expect(valueOf(toMinor("-0.001", "CNY"))).toBe(0n);
  });

  test("are refused when they are not finite numbers", () => {
    for (const amount of [NaN, Infinity, -Infinity, "", "abc", "0x10", "1e9999"]) {
      expect(reasonOf(toMinor(amount, "CNY"))).toBe("invalid_amount");
    }
    expect(reasonOf(toMinor(1, "ZZZ"))).toBe("unknown_currency");
  });
});
