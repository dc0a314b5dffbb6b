import fc from "fast-check";
import { expect, test } from "vitest";
import { amountInCapitals, amountInEnglish } from "./amount-words";

test.each([
  [0n, "CNY", "零元整"],
  [1n, "CNY", "壹分"],
  [10n, "CNY", "壹角整"],
  [55n, "CNY", "伍角伍分"],
  [100n, "CNY", "壹元整"],
  [105n, "CNY", "壹元零伍分"],
  [150n, "CNY", "壹元伍角整"],
  [1_000n, "CNY", "壹拾元整"],
  [1_005n, "CNY", "壹拾元零伍分"],
  [113_477n, "CNY", "壹仟壹佰叁拾肆元柒角柒分"],
  [100_500n, "CNY", "壹仟零伍元整"],
  [101_000n, "CNY", "壹仟零壹拾元整"],
  [1_030_000n, "CNY", "壹万零叁佰元整"],
  [1_000_000n, "CNY", "壹万元整"],
  [1_000_100n, "CNY", "壹万零壹元整"],
  [10_500_000n, "CNY", "壹拾万伍仟元整"],
  [100_000_000_100n, "CNY", "壹拾亿零壹元整"],
  [1_000_100_000_000n, "CNY", "壹佰亿零壹佰万元整"],
  [100_000_000_000_000_000n, "CNY", "壹仟万亿元整"],
  [-113_400n, "CNY", "负壹仟壹佰叁拾肆元整"],
  [1_000n, "JPY", "壹仟日元整"],
  [0n, "JPY", "零日元整"],
  [1_234n, "KWD", "科威特第纳尔壹点贰叁肆"],
  [5n, "KWD", "科威特第纳尔零点零零伍"],
  [12_000n, "KWD", "科威特第纳尔壹拾贰整"],
  [150n, "CHF", "CHF 壹点伍"],
])("%s %s is written %s", (amount, currency, words) => {
  expect(amountInCapitals(amount, currency)).toBe(words);
});

test.each([
  [0n, "CNY", "zero and 00/100 yuan"],
  [5n, "CNY", "zero and 05/100 yuan"],
  [113_477n, "CNY", "one thousand one hundred thirty-four and 77/100 yuan"],
  [1_000n, "JPY", "one thousand yen"],
  [21_000_015n, "JPY", "twenty-one million fifteen yen"],
  [1_234n, "KWD", "one and 234/1000 Kuwaiti dinars"],
  [-100n, "CHF", "minus one and 00/100 CHF"],
])("%s %s is said %s", (amount, currency, words) => {
  expect(amountInEnglish(amount, currency)).toBe(words);
});

test("the words say the amount and no other: read back, they are the same number", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 9_999_999_999_999_999_99n }), (amount) => {
      expect(read(amountInCapitals(amount, "CNY"))).toBe(amount);
    }),
    { numRuns: 2_000 },
  );
  for (let amount = 0n; amount < 30_000n; amount += 1n) expect(read(amountInCapitals(amount, "CNY"))).toBe(amount);
});

test("no two zeros stand together, and none before a unit", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 9_999_999_999_999_999_99n }), (amount) => {
      expect(amountInCapitals(amount, "CNY")).not.toMatch(/零零|零[元万亿拾佰仟角分]|^零/);
    }),
    { numRuns: 2_000 },
  );
});

test("a currency we do not know is refused loudly", () => {
  expect(() => amountInCapitals(1n, "XXX")).toThrow(RangeError);
  expect(() => amountInEnglish(1n, "XXX")).toThrow(RangeError);
});

/** Reads capitals back, as a bank's clerk does. */
function read(words: string): bigint {
  const digits = "零壹贰叁肆伍陆柒捌玖";
  const [head, tail] = words.includes("元") ? (words.split("元") as [string, string]) : ["", words];
  const group = (text: string): bigint => {
    let sum = 0n;
    let digit = 0n;
    for (const letter of text) {
      const place = { 拾: 10n, 佰: 100n, 仟: 1_000n }[letter];
      if (place !== undefined) {
        sum += digit * place;
        digit = 0n;
      } else digit = BigInt(digits.indexOf(letter));
    }
    return sum + digit;
  };
  let whole = 0n;
  let rest = head;
  for (const [name, size] of [
    ["万亿", 10n ** 12n],
    ["亿", 10n ** 8n],
    ["万", 10n ** 4n],
  ] as const) {
    const at = rest.indexOf(name);
    if (at < 0) continue;
    whole += group(rest.slice(0, at)) * size;
    rest = rest.slice(at + name.length);
  }
  whole += group(rest);
  const jiao = /([壹贰叁肆伍陆柒捌玖])角/.exec(tail)?.[1];
  const fen = /([壹贰叁肆伍陆柒捌玖])分/.exec(tail)?.[1];
  const cents = BigInt(digits.indexOf(jiao ?? "零")) * 10n + BigInt(digits.indexOf(fen ?? "零"));
  return whole * 100n + cents;
}
