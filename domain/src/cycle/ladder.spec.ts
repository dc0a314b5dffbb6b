import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { priceBack, type CycleLine } from "./give-back";
import { checkLadder, ladderProgress, packAtStep } from "./ladder";
import { simulateSteps } from "./simulate";

const step = (from_cases: number, price: number) => ({ from_cases, price_minor: BigInt(price) });

describe("a ladder", () => {
  it("begins at no case and falls with each step", () => {
    expect(valueOf(checkLadder([step(0, 4800), step(10, 4500), step(20, 4200)]))).toHaveLength(3);
    expect(reasonOf(checkLadder([]))).toBe("ladder_empty");
    expect(reasonOf(checkLadder([step(1, 4800)]))).toBe("ladder_start");
    expect(reasonOf(checkLadder([step(0, 4800), step(10, 4800)]))).toBe("ladder_price");
    expect(reasonOf(checkLadder([step(0, 4800), step(10, 4900)]))).toBe("ladder_price");
    expect(reasonOf(checkLadder([step(0, 4800), step(0, 4500)]))).toBe("ladder_cases");
    expect(reasonOf(checkLadder([step(0, 4800), step(1.5, 4500)]))).toBe("ladder_cases");
    expect(reasonOf(checkLadder([step(0, 0)]))).toBe("ladder_price");
    expect(reasonOf(checkLadder(Array.from({ length: 7 }, (_, i) => step(i, 1000 - i))))).toBe("ladder_too_long");
  });

  it("other packs fall in proportion, begin at their own price and never rise", () => {
    const prices = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 10_000_000 }), (typed, first) => {
        const lead = [...typed].sort((a, b) => b - a).map(BigInt);
        const own = lead.map((step_minor) => packAtStep(BigInt(first), { first_minor: lead[0] ?? 1n, step_minor }));
        expect(own[0]).toBe(BigInt(first));
        own.forEach((price, at) => {
          if (at > 0) expect(price <= (own[at - 1] ?? 0n)).toBe(true);
        });
      }),
    );
  });
});

describe("progress", () => {
  it("three more cases until the next price", () => {
    expect(ladderProgress(17_400, 2_000, [0, 5, 11])).toEqual({
      cases: 8,
      step: 1,
      to_full_case: 600,
      next: { step: 2, cases: 3 },
    });
    expect(ladderProgress(0, 2_000, [0])).toEqual({ cases: 0, step: 0, to_full_case: 2_000, next: null });
  });

  it("never goes back a step while more is ordered, and says exactly when the next begins", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5_000_000 }),
        fc.integer({ min: 0, max: 500_000 }),
        fc.integer({ min: 1, max: 50_000 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }),
        (ordered, more, case_units, from) => {
          const steps = [0, ...[...from].sort((a, b) => a - b)];
          const now = ladderProgress(ordered, case_units, steps);
          expect(ladderProgress(ordered + more, case_units, steps).step).toBeGreaterThanOrEqual(now.step);
          expect(ladderProgress(ordered + now.to_full_case, case_units, steps).cases).toBe(now.cases + 1);
          if (now.next) {
            const until = (now.cases + now.next.cases) * case_units;
            expect(ladderProgress(until, case_units, steps).step).toBe(now.next.step);
            expect(ladderProgress(until - 1, case_units, steps).step).toBe(now.next.step - 1);
          }
        },
      ),
    );
  });
});

describe("what goes back", () => {
  const line = (packs: number, each: number, final: number, more: Partial<CycleLine> = {}): CycleLine => {
    const goods = BigInt(packs) * BigInt(each);
    const tax = (goods * 9n) / 109n;
    return {
      order_line_id: "l",
      goods_minor: goods,
      tax_minor: tax,
      left_minor: goods,
      tax_left_minor: tax,
      packs,
      final_minor: BigInt(final),
      tax_included: true,
      ...more,
    };
  };

  it("is what was paid less the final price of all packs, to the cent; together exactly so for any who joined", () => {
    const joined = fc.array(
      fc.record({ packs: fc.integer({ min: 1, max: 500 }), each: fc.integer({ min: 1, max: 1_000_000 }) }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(joined, fc.integer({ min: 1, max: 1_000_000 }), (buyers, final) => {
        let paid = 0n;
        let owed = 0n;
        let back = 0n;
        for (const { packs, each } of buyers) {
          const [given] = priceBack([line(packs, each, final)]);
          const due = each > final ? BigInt(packs) * BigInt(each - final) : 0n;
          expect(given?.amount_minor ?? 0n).toBe(due);
          expect((given?.tax_minor ?? 0n) <= (given?.amount_minor ?? 0n)).toBe(true);
          paid += BigInt(packs) * BigInt(each);
          owed += BigInt(packs) * BigInt(Math.min(each, final));
          back += given?.amount_minor ?? 0n;
        }
        expect(paid - back).toBe(owed);
      }),
    );
  });

  it("never more than is left of a line, and nothing of one that went back whole", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        (packs, each, final, gone_bp) => {
          const whole = line(packs, each, final);
          const left_minor = (whole.goods_minor * BigInt(10_000 - gone_bp)) / 10_000n;
          const tax_left_minor = (whole.tax_minor * left_minor) / whole.goods_minor;
          const [given] = priceBack([{ ...whole, left_minor, tax_left_minor }]);
          expect((given?.amount_minor ?? 0n) <= left_minor).toBe(true);
          expect((given?.tax_minor ?? 0n) <= tax_left_minor).toBe(true);
          if (left_minor === 0n) expect(given).toBeUndefined();
        },
      ),
    );
  });

  it("of a price written without its tax the tax goes back with it", () => {
    // 2 packs at 100.00 + 13 %, paid 226.00; the price falls to 90.00 + 13 %.
    const untaxed = line(2, 10_000, 9_000, {
      goods_minor: 22_600n,
      tax_minor: 2_600n,
      left_minor: 22_600n,
      tax_left_minor: 2_600n,
      tax_included: false,
    });
    expect(priceBack([untaxed])).toEqual([{ order_line_id: "l", amount_minor: 2_260n, tax_minor: 260n }]);
  });
});

it("the shares of each step sum to its price, and a household's falls with it", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1_000, max: 100_000 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 2_500 }),
      (prices, tax_bp) => {
        const prices_minor = [...prices].sort((a, b) => b - a).map(BigInt);
        const policy = { platform_bp: 300, cooperative_bp: 500, packing_minor_per_kg: 40 };
        const shares = valueOf(simulateSteps({ currency: "CNY", grams: 2_500, prices_minor, tax_bp, policy }));
        shares.forEach((one, at) => {
          expect(
            one.households_minor + one.cooperative_minor + one.platform_minor + one.agent_minor + one.tax_minor,
          ).toBe(one.price_minor);
          if (at > 0) expect(one.households_minor <= (shares[at - 1]?.households_minor ?? 0n)).toBe(true);
        });
      },
    ),
  );
});
