import fc from "fast-check";
import { expect, test } from "vitest";
import { periodTotals, splitByVillage, type MixedLine } from "./money-use";

test("the example of the rules: 86 yuan, every use, and nothing left over", () => {
  const totals = periodTotals({
    paid_minor: 8_600n,
    grams: 2_500n,
    rows: [
      { account: "tax", amount_minor: 710n },
      { account: "freight", amount_minor: 1_200n },
      { account: "packing", amount_minor: 100n },
      { account: "platform_fee", amount_minor: 197n },
      { account: "cooperative_fee", amount_minor: 329n },
    ],
    lines: [
      { kind: "sale", rule: "share", of_sale: true, amount_minor: 6_064n },
      { kind: "deduction", rule: "holdback_bp", of_sale: true, amount_minor: 303n },
      { kind: "deduction", rule: "claim", of_sale: false, amount_minor: 100n },
      { kind: "deduction", rule: "clawback", of_sale: false, amount_minor: 61n },
      { kind: "brought_forward", rule: "brought_forward", of_sale: false, amount_minor: 999n },
    ],
  });
  expect(totals.income_minor).toBe(8_600n);
  expect(totals.difference_minor).toBe(0n);
  expect(Object.fromEntries(totals.uses.map((one) => [one.use, one.amount_minor]))).toEqual({
    households: 5_600n,
    reserve: 303n,
    freight: 1_200n,
    packing: 100n,
    cooperative: 329n,
    platform: 197n,
    tax: 710n,
    claims: 161n,
  });
});

test("what comes out of a price pool is income beside the sales, and an advance that is netted takes it back", () => {
  const totals = periodTotals({
    paid_minor: 1_000n,
    grams: 100n,
    rows: [{ account: "price_pool", amount_minor: 1_000n }],
    lines: [
      { kind: "sale", rule: "pool_share", of_sale: false, amount_minor: 800n },
      { kind: "advance", rule: "advance_netted", of_sale: false, amount_minor: 300n },
    ],
  });
  expect(totals).toMatchObject({ sales_minor: 1_000n, beside_minor: 500n, income_minor: 1_500n, difference_minor: 0n });
});

test("money that no statement says is shown as a difference", () => {
  const totals = periodTotals({ paid_minor: 10n, grams: 1n, rows: [], lines: [] });
  expect(totals.difference_minor).toBe(10n);
});

const line: fc.Arbitrary<MixedLine> = fc.record({
  id: fc.constant("line_1"),
  villages: fc.uniqueArray(
    fc.record({
      village: fc.constantFrom("a", "b", "c", "d"),
      grams: fc.bigInt(0n, 90_000n),
      shares_minor: fc.bigInt(0n, 9_000n),
    }),
    { minLength: 1, selector: (one) => one.village },
  ),
  rows: fc.array(
    fc.record({ account: fc.constantFrom("tax", "freight", "x"), amount_minor: fc.bigInt(-500n, 90_000n) }),
    {
      maxLength: 5,
    },
  ),
});

test("a line of several villages is split to the cent, and the order of the villages is nothing to it", () => {
  fc.assert(
    fc.property(line, (given) => {
      const split = splitByVillage(given);
      const paid = given.rows.reduce((sum, one) => sum + one.amount_minor, 0n);
      const shares = given.villages.reduce((sum, one) => sum + one.shares_minor, 0n);
      expect(split.reduce((sum, one) => sum + one.paid_minor, 0n)).toBe(paid + shares);
      given.rows.forEach(({ amount_minor }, at) => {
        expect(split.reduce((sum, one) => sum + (one.rows[at]?.amount_minor ?? 0n), 0n)).toBe(amount_minor);
      });
      expect(splitByVillage({ ...given, villages: [...given.villages].reverse() })).toEqual(split);
    }),
  );
});

test("what is given back of a holdback lowers the reserve", () => {
  const totals = periodTotals({
    paid_minor: 0n,
    grams: 0n,
    rows: [],
    lines: [{ kind: "deduction", rule: "holdback_released", of_sale: false, amount_minor: -303n }],
  });
  expect(Object.fromEntries(totals.uses.map((one) => [one.use, one.amount_minor]))).toEqual({
    households: 303n,
    reserve: -303n,
  });
  expect(totals.difference_minor).toBe(0n);
});
