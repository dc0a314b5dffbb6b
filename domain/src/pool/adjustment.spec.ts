import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { findTransitionFaults } from "../shared/transitions";
import { ADJUSTMENT_TRANSITIONS, decideAdjustment, type AdjustmentContext, type AdjustmentInput } from "./adjustment";

const context: AdjustmentContext = {
  pool: { on_hand: 10_000, held: 4_000 },
  lots: [
    { lot: "a", number: "W1", free: 5_000 },
    { lot: "b", number: "W2", free: 1_000 },
  ],
  limit_units: 2_000,
};
const waste = (lines: AdjustmentInput["lines"], more: Partial<AdjustmentInput> = {}): AdjustmentInput => ({
  kind: "waste",
  reason: "mould",
  words: "袋底受潮发霉",
  lines,
  ...more,
});

test("the states lead somewhere", () => {
  expect(findTransitionFaults(ADJUSTMENT_TRANSITIONS)).toEqual({
    unreachable: [],
    dead_ends: [],
    leaky_terminals: [],
    unknown: [],
  });
});

test("one person may write off up to the limit; above it a second must agree", () => {
  expect(valueOf(decideAdjustment(waste([{ lot: "a", delta_units: -2_000 }]), context)).needs_second).toBe(false);
  expect(valueOf(decideAdjustment(waste([{ lot: "a", delta_units: -2_001 }]), context)).needs_second).toBe(true);
  // Neither are many small entries within a day.
  const later = { ...context, alone_units: 1_500 };
  expect(valueOf(decideAdjustment(waste([{ lot: "a", delta_units: -500 }]), later)).needs_second).toBe(false);
  expect(valueOf(decideAdjustment(waste([{ lot: "a", delta_units: -501 }]), later)).needs_second).toBe(true);
  // Up here and down there is no way round the limit.
  const swap = waste(
    [
      { lot: "a", delta_units: -1_500 },
      { lot: "b", delta_units: 1_500 },
    ],
    { kind: "adjust", reason: "mixed_up" },
  );
  expect(valueOf(decideAdjustment(swap, context))).toMatchObject({ needs_second: true, total_units: 0 });
});

test("what is allocated or promised can't be written off, and the sentence says what to do", () => {
  const allocated = decideAdjustment(waste([{ lot: "b", delta_units: -1_001 }]), context);
  expect(reasonOf(allocated)).toBe("lot_allocated");
  const tight = { ...context, pool: { on_hand: 10_000, held: 6_000 } };
  const promised = decideAdjustment(waste([{ lot: "a", delta_units: -4_001 }]), tight);
  expect(reasonOf(promised)).toBe("under_held");
  if (!promised.ok) expect(promised.refusal.message).toContain("short");
});

test("an expired lot's own hold does not stand in the way of writing it off", () => {
  const expired: AdjustmentContext = {
    pool: { on_hand: 5_000, held: 5_000 },
    lots: [{ lot: "a", number: "W1", free: 5_000, expired: 3_000 }],
    limit_units: 0,
  };
  expect(valueOf(decideAdjustment(waste([{ lot: "a", delta_units: -3_000 }]), expired)).expired).toEqual([
    { lot: "a", units: 3_000 },
  ]);
  expect(reasonOf(decideAdjustment(waste([{ lot: "a", delta_units: -3_001 }]), expired))).toBe("under_held");
});

test("reasons, words, parts of packs and strange lots are refused", () => {
  const one = [{ lot: "a", delta_units: -1 }];
  expect(reasonOf(decideAdjustment(waste(one, { reason: "because" }), context))).toBe("invalid_reason");
  expect(reasonOf(decideAdjustment(waste(one, { words: " . " }), context))).toBe("invalid_words");
  expect(reasonOf(decideAdjustment(waste([]), context))).toBe("invalid_lines");
  expect(reasonOf(decideAdjustment(waste([...one, ...one]), context))).toBe("invalid_lines");
  expect(reasonOf(decideAdjustment(waste([{ lot: "z", delta_units: -1 }]), context))).toBe("lot_not_found");
  for (const delta_units of [0, 1, -0.5, NaN]) {
    expect(reasonOf(decideAdjustment(waste([{ lot: "a", delta_units }]), context))).toBe("invalid_units");
  }
  const packed = { ...context, pool: { ...context.pool, pack: 30 } };
  expect(reasonOf(decideAdjustment(waste([{ lot: "a", delta_units: -31 }]), packed))).toBe("not_whole_packs");
});

test("whatever is accepted keeps the promise and no lot goes below what orders wait for", () => {
  const units = fc.integer({ min: -6_000, max: 6_000 });
  fc.assert(
    fc.property(units, units, fc.integer({ min: 0, max: 10_000 }), (a, b, held) => {
      const lines = [
        { lot: "a", delta_units: a },
        { lot: "b", delta_units: b },
      ].filter((line) => line.delta_units !== 0);
      const pool = { on_hand: 10_000, held };
      const result = decideAdjustment({ kind: "adjust", reason: "count", words: "复秤", lines }, { ...context, pool });
      if (!result.ok) return;
      expect(pool.on_hand + result.value.total_units).toBeGreaterThanOrEqual(held);
      for (const line of result.value.lines) {
        const free = context.lots.find((lot) => lot.lot === line.lot)?.free ?? 0;
        expect(free + line.delta_units).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
