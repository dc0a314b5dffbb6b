import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import {
  MAX_CLOCK_AHEAD_MS,
  MAX_LATE_DAYS,
  MAX_SCALE_G,
  decideIntake,
  decideMoment,
  sellableGrams,
  type IntakeContext,
  type IntakeInput,
} from "./lot";

const input: IntakeInput = { gross_g: 12_800, tare_g: 300, harvested_on: "2026-11-30", grade: "A" };
const context: IntakeContext = { today: "2026-12-01", pool: { state: "open", grade: "A" } };
const inPool = (pool: Partial<IntakeContext["pool"]>): IntakeContext => ({
  ...context,
  pool: { ...context.pool, ...pool },
});

test("a weighed lot is taken in with its net weight", () => {
  expect(valueOf(decideIntake(input, context))).toEqual({
    gross_g: 12_800,
    tare_g: 300,
    net_g: 12_500,
    sellable_g: 12_500,
    kept_apart_g: 0,
    harvested_on: "2026-11-30",
    best_before: null,
    grade: "A",
  });
});

test("a pool that is not blendable sells whole packs and keeps the rest apart", () => {
  const plan = valueOf(decideIntake(input, inPool({ pack_g: 600 })));
  expect([plan.net_g, plan.sellable_g, plan.kept_apart_g]).toEqual([12_500, 12_000, 500]);
  expect([sellableGrams(1_999, 500), sellableGrams(499, 500), sellableGrams(500, 500), sellableGrams(7)]).toEqual([
    1_500, 0, 500, 7,
  ]);
  expect(() => sellableGrams(1.5)).toThrow(RangeError);
  expect(() => sellableGrams(1, 0)).toThrow(RangeError);
});

test("without a date the shelf life of the pool counts from the harvest", () => {
  expect(valueOf(decideIntake(input, inPool({ shelf_life_days: 30 }))).best_before).toBe("2026-12-30");
  const dated = { ...input, best_before: "2026-12-05" };
  expect(valueOf(decideIntake(dated, inPool({ shelf_life_days: 30 }))).best_before).toBe("2026-12-05");
});

test("goods may be sold on their last day", () => {
  expect(valueOf(decideIntake({ ...input, best_before: "2026-12-01" }, context)).best_before).toBe("2026-12-01");
});

test("the largest scale is the limit, itself included", () => {
  expect(valueOf(decideIntake({ ...input, gross_g: MAX_SCALE_G }, context)).net_g).toBe(MAX_SCALE_G - 300);
});

test("a smaller scale has its own limit, itself included", () => {
  const small = { ...context, scale_limit_g: 30_000 };
  expect(valueOf(decideIntake({ ...input, gross_g: 30_000 }, small)).gross_g).toBe(30_000);
  const refused = decideIntake({ ...input, gross_g: 30_001 }, small);
  expect(reasonOf(refused)).toBe("over_scale");
  expect(refused.ok ? "" : refused.refusal.message).toContain("this scale weighs (30000 g)");
});

test("a device sends what it weighed up to a week later, and its clock may be a little fast", () => {
  const now = Date.UTC(2026, 10, 25, 8);
  const week = MAX_LATE_DAYS * 86_400_000;
  for (const at of [now, now - week, now + MAX_CLOCK_AHEAD_MS]) expect(decideMoment(at, now).ok).toBe(true);
  for (const at of [now - week - 1, now + MAX_CLOCK_AHEAD_MS + 1]) {
    expect(reasonOf(decideMoment(at, now))).toBe("weighed_at_wrong");
  }
});

describe("refuses, with a sentence", () => {
  test.each<[string, Partial<IntakeInput>, IntakeContext, string]>([
    ["a closed pool", {}, inPool({ state: "closed" }), "pool_closed"],
    ["another grade", { grade: "B" }, context, "wrong_grade"],
    ["a tare that leaves nothing", { tare_g: 12_800 }, context, "tare_not_below_gross"],
    ["more than a scale weighs", { gross_g: MAX_SCALE_G + 1 }, context, "over_scale"],
    ["a harvest still to come", { harvested_on: "2026-12-02" }, context, "harvested_in_future"],
    ["a harvest of another year", { harvested_on: "2025-10-01" }, context, "harvested_too_long_ago"],
    ["expired goods", { best_before: "2026-11-30" }, context, "expired"],
    ["goods expired by shelf life", { harvested_on: "2026-11-01" }, inPool({ shelf_life_days: 29 }), "expired"],
    ["best before harvest", { best_before: "2026-11-29" }, context, "invalid_best_before"],
    ["a shelf life of decades", { best_before: "2062-12-01" }, context, "invalid_best_before"],
    ["half a gram", { gross_g: 0.5 }, context, "invalid_input"],
    ["a day there is not", { harvested_on: "2026-02-30" }, context, "invalid_input"],
  ])("%s", (_, change, where, reason) => {
    expect(reasonOf(decideIntake({ ...input, ...change }, where))).toBe(reason);
  });

  test("what it does not know", () => {
    expect(reasonOf(decideIntake({ ...input, net_g: 5 } as IntakeInput, context))).toBe("invalid_input");
    expect(() => decideIntake(input, { ...context, today: "yesterday" })).toThrow(RangeError);
  });
});
