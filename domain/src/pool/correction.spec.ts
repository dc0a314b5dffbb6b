import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { OBJECTION_DAYS, decideCorrection, decideObjection, type CorrectableLot } from "./correction";

const lot: CorrectableLot = {
  unit: "g",
  units: 12_000,
  sellable_units: 12_000,
  allocated: 0,
  wasted: 0,
  pack_units: null,
  pool_free: 50_000,
};

test("a lot weighs more or less by the signed delta", () => {
  expect(valueOf(decideCorrection(lot, -500))).toEqual({ units: 11_500, sellable_units: 11_500, sellable_delta: -500 });
  expect(valueOf(decideCorrection(lot, 250)).sellable_delta).toBe(250);
});

test("where packs come from one household only whole packs move, and the pool may stay as it is", () => {
  const eggs: CorrectableLot = { ...lot, unit: "piece", units: 65, sellable_units: 60, pack_units: 30 };
  expect(valueOf(decideCorrection(eggs, -5))).toEqual({ units: 60, sellable_units: 60, sellable_delta: 0 });
  expect(valueOf(decideCorrection(eggs, -6)).sellable_delta).toBe(-30);
  expect(valueOf(decideCorrection(eggs, 25)).sellable_delta).toBe(30);
});

describe("what is promised is not taken away", () => {
  test("what is allocated, sent or written off of the lot", () => {
    const given = { ...lot, allocated: 9_000, wasted: 1_000 };
    expect(valueOf(decideCorrection(given, -2_000)).units).toBe(10_000);
    const refused = decideCorrection(given, -2_001);
    expect(reasonOf(refused)).toBe("correction_below_allocated");
    expect(refused.ok ? "" : refused.refusal.message).toContain("no more than 2 kg");
  });

  test("what the pool has promised to orders that have no lots yet", () => {
    expect(reasonOf(decideCorrection({ ...lot, pool_free: 499 }, -500))).toBe("correction_below_held");
    expect(valueOf(decideCorrection({ ...lot, pool_free: 500 }, -500)).units).toBe(11_500);
    // More goods are always welcome.
    expect(valueOf(decideCorrection({ ...lot, pool_free: 0 }, 1)).units).toBe(12_001);
  });

  test("nothing at all, and no change at all, are no corrections", () => {
    expect(reasonOf(decideCorrection(lot, -12_000))).toBe("nothing_left");
    expect(reasonOf(decideCorrection(lot, 0))).toBe("no_change");
    expect(() => decideCorrection(lot, 0.5)).toThrow(RangeError);
  });

  test("whatever the numbers: the lot keeps what it gave, the pool keeps what it promised", () => {
    const count = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(
        fc.record({ sellable: count, allocated: count, wasted: count, free: count, rest: count }),
        fc.option(fc.integer({ min: 1, max: 50 }), { nil: null }),
        fc.integer({ min: -2_000, max: 2_000 }).filter((delta) => delta !== 0),
        (have, pack_units, delta) => {
          const sellable_units = pack_units === null ? have.sellable : have.sellable - (have.sellable % pack_units);
          const units = sellable_units + (pack_units === null ? 0 : have.rest % pack_units);
          fc.pre(units > 0 && have.allocated + have.wasted <= sellable_units);
          const { allocated, wasted, free: pool_free } = have;
          const plan = decideCorrection(
            { unit: "g", units, sellable_units, allocated, wasted, pack_units, pool_free },
            delta,
          );
          if (!plan.ok) return;
          expect(plan.value.units).toBe(units + delta);
          expect(plan.value.sellable_units).toBeGreaterThanOrEqual(allocated + wasted);
          expect(plan.value.sellable_units).toBeLessThanOrEqual(plan.value.units);
          if (plan.value.sellable_delta < 0) expect(pool_free + plan.value.sellable_delta).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

test("a household may object until its third day has ended", () => {
  expect(valueOf(decideObjection("2026-11-20", "2026-11-20"))).toEqual({ days_left: OBJECTION_DAYS });
  expect(valueOf(decideObjection("2026-11-20", "2026-11-23"))).toEqual({ days_left: 0 });
  expect(reasonOf(decideObjection("2026-11-20", "2026-11-24"))).toBe("objection_too_late");
  expect(valueOf(decideObjection("2026-12-30", "2027-01-02")).days_left).toBe(0);
  expect(() => decideObjection("yesterday", "2026-11-20")).toThrow(RangeError);
});
