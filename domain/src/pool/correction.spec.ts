import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { OBJECTION_DAYS, decideCorrection, decideObjection, type CorrectableLot } from "./correction";

const lot: CorrectableLot = {
  unit: "g",
  units: 12_000,
  sellable_units: 12_000,
  kept_apart_units: 0,
  allocated: 0,
  wasted: 0,
  pack_units: null,
  pool_free: 50_000,
};

test("a lot weighs more or less by the signed delta", () => {
  expect(valueOf(decideCorrection(lot, -500))).toEqual({
    units: 11_500,
    sellable_units: 11_500,
    sellable_delta: -500,
    kept_apart_delta: 0,
  });
  expect(valueOf(decideCorrection(lot, 250)).sellable_delta).toBe(250);
});

test("where packs come from one household only whole packs move, and the pool may stay as it is", () => {
  const packed = { unit: "piece" as const, units: 65, sellable_units: 60, kept_apart_units: 5, pack_units: 30 };
  const eggs: CorrectableLot = { ...lot, ...packed };
  expect(valueOf(decideCorrection(eggs, -5))).toEqual({
    units: 60,
    sellable_units: 60,
    sellable_delta: 0,
    kept_apart_delta: -5,
  });
  expect(valueOf(decideCorrection(eggs, -6)).sellable_delta).toBe(-30);
  expect(valueOf(decideCorrection(eggs, 25)).sellable_delta).toBe(30);
  // What was written off or dried since stays so: only the delta moves.
  expect(valueOf(decideCorrection({ ...lot, sellable_units: 11_000 }, 500)).sellable_units).toBe(11_500);
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

  test("whatever the numbers: the lot keeps what it gave, the pool keeps what it promised, the delta goes one way or the other", () => {
    const count = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(
        fc.record({ sellable: count, allocated: count, wasted: count, free: count, rest: count }),
        fc.option(fc.integer({ min: 1, max: 50 }), { nil: null }),
        fc.integer({ min: -2_000, max: 2_000 }).filter((delta) => delta !== 0),
        (have, pack_units, delta) => {
          const sellable_units = pack_units === null ? have.sellable : have.sellable - (have.sellable % pack_units);
          const kept_apart_units = pack_units === null ? 0 : have.rest % pack_units;
          const units = sellable_units + kept_apart_units;
          fc.pre(units > 0 && have.allocated + have.wasted <= sellable_units);
          const { allocated, wasted, free: pool_free } = have;
          const of = {
            unit: "g" as const,
            units,
            sellable_units,
            kept_apart_units,
            allocated,
            wasted,
            pack_units,
            pool_free,
          };
          const plan = decideCorrection(of, delta);
          if (!plan.ok) return;
          const { sellable_delta, kept_apart_delta } = plan.value;
          expect(plan.value.units).toBe(units + delta);
          expect(sellable_delta + kept_apart_delta).toBe(delta);
          expect(plan.value.sellable_units % (pack_units ?? 1)).toBe(0);
          expect(kept_apart_units + kept_apart_delta).toBeGreaterThanOrEqual(0);
          expect(plan.value.sellable_units).toBeGreaterThanOrEqual(allocated + wasted);
          expect(plan.value.sellable_units + kept_apart_units + kept_apart_delta).toBe(units + delta);
          if (sellable_delta < 0) expect(pool_free + sellable_delta).toBeGreaterThanOrEqual(0);
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
