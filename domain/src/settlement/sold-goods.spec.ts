import fc from "fast-check";
import { expect, test } from "vitest";
import { perKg, soldLots, type SoldShare } from "./sold-goods";

const deductions = [
  { rule: "tax", amount_minor: 710n },
  { rule: "freight", amount_minor: 1_200n },
  { rule: "packing", amount_minor: 100n },
  { rule: "platform_bp", amount_minor: 197n },
  { rule: "cooperative_bp", amount_minor: 329n },
];

test("a lot that filled a whole line bears the whole of every deduction", () => {
  expect(
    soldLots([{ lot: "l1", grams: 2_500n, share_minor: 6_064n, line: { paid_minor: 8_600n, deductions } }]),
  ).toEqual([{ lot: "l1", grams: 2_500n, bought_minor: 8_600n, deductions, share_minor: 6_064n }]);
});

test("two sales of a lot are one entry, and a price pool's proceeds are nobody's deduction", () => {
  const line = { paid_minor: 1_000n, deductions: [{ rule: "pool_proceeds", amount_minor: 500n }] };
  const [lot] = soldLots([
    { lot: "l1", grams: 100n, share_minor: 500n, line },
    {
      lot: "l1",
      grams: 200n,
      share_minor: 300n,
      line: { paid_minor: 400n, deductions: [{ rule: "freight", amount_minor: 100n }] },
    },
  ]);
  expect(lot).toEqual({
    lot: "l1",
    grams: 300n,
    bought_minor: 900n,
    deductions: [{ rule: "freight", amount_minor: 100n }],
    share_minor: 800n,
  });
});

test("what is bought less what goes off is the share, and a line's parts are within a cent a lot of the line", () => {
  const lot = fc.record({
    lot: fc.constantFrom("a", "b", "c", "d"),
    grams: fc.bigInt(1n, 90_000n),
    share: fc.bigInt(0n, 900_000n),
  });
  const off = fc.record({
    rule: fc.constantFrom("tax", "freight", "packing", "cooperative_bp"),
    amount: fc.bigInt(-5_000n, 90_000n),
  });
  fc.assert(
    fc.property(fc.array(lot, { minLength: 1, maxLength: 9 }), fc.array(off, { maxLength: 5 }), (lots, offs) => {
      const shared = lots.reduce((sum, one) => sum + one.share, 0n);
      const taken = offs.map(({ rule, amount }) => ({ rule, amount_minor: amount }));
      const paid_minor = shared + taken.reduce((sum, one) => sum + one.amount_minor, 0n);
      const shares = lots.map((one): SoldShare => ({
        lot: one.lot,
        grams: one.grams,
        share_minor: one.share,
        line: { paid_minor, deductions: taken },
      }));
      const sold = soldLots(shares);
      for (const one of sold) {
        const gone = one.deductions.reduce((sum, part) => sum + part.amount_minor, 0n);
        expect(one.bought_minor - gone).toBe(one.share_minor);
      }
      expect(sold.reduce((sum, one) => sum + one.share_minor, 0n)).toBe(shared);
      if (shared === 0n) return;
      const bought = sold.reduce((sum, one) => sum + one.bought_minor, 0n);
      const difference = bought > paid_minor ? bought - paid_minor : paid_minor - bought;
      expect(difference <= BigInt(lots.length * taken.length)).toBe(true);
    }),
  );
});

test("a price a kilogram is rounded half up, and of no weight there is none", () => {
  expect(perKg(6_064n, 2_500n)).toBe(2_426n);
  expect(perKg(1n, 2_000n)).toBe(1n);
  expect(perKg(5n, 0n)).toBeNull();
});
