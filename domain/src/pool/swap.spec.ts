import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf } from "../../test/expect-result";
import { decideRuleDecision, decidePoolRule } from "./pool-rule";
import { decideSwap, explainSwap, type SwapFacts } from "./swap";

const lot = fc.constantFrom("a", "b");
const facts: fc.Arbitrary<SwapFacts> = fc.record({
  today: fc.constant("2026-11-25"),
  pack_units: fc.constantFrom(undefined, 500),
  from: fc.option(fc.record({ lot, open_units: fc.nat(3_000), recalled: fc.boolean() }), { nil: undefined }),
  to: fc.option(
    fc.record({
      lot,
      free_units: fc.nat(3_000),
      best_before: fc.constantFrom(null, "2026-11-24", "2026-11-25"),
      recalled: fc.boolean(),
    }),
    { nil: undefined },
  ),
});

test("a swap that is allowed takes no more than one lot gives and the other has, in whole packs, of goods that are good", () => {
  fc.assert(
    fc.property(
      facts,
      fc.oneof(fc.integer({ min: -5, max: 3_000 }), fc.constantFrom(500, 1_000, 0.5)),
      (now, units) => {
        const decided = decideSwap({ units, reason: "wet" }, now);
        if (!decided.ok) {
          reasonOf(decided);
          return;
        }
        const { from, to, pack_units } = now;
        expect(from && to && from.lot !== to.lot && !from.recalled && !to.recalled).toBe(true);
        expect(units > 0 && Number.isInteger(units)).toBe(true);
        expect(units).toBeLessThanOrEqual(Math.min(from?.open_units ?? 0, to?.free_units ?? 0));
        expect(units % (pack_units ?? 1)).toBe(0);
        expect(to?.best_before === null || (to?.best_before ?? "") >= now.today).toBe(true);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("both households read the amount and the reason, and the sentence ends once", () => {
  const swap = { units: 1_500, reason: "the sacks got wet. " };
  expect(explainSwap(swap, "from").en).toMatch(/took 1\.5 kg of this out.*: the sacks got wet\.$/);
  expect(explainSwap({ ...swap, reason: "受潮。" }, "to").zh).toBe(
    "合作社换入本批次1.5公斤（3斤），代替另一批次；原因：受潮。",
  );
  expect(explainSwap({ units: 30, reason: "cracked" }, "to", "piece").en).toContain("30 pieces");
});

test("a rule is put in force by a second person, once; its proposer may only take it back", () => {
  const open = { state: "proposed", proposed_by: "m" } as const;
  expect(decideRuleDecision(open, "approve", "a")).toEqual({ ok: true, value: "in_force" });
  expect(reasonOf(decideRuleDecision(open, "approve", "m"))).toBe("same_person");
  expect(decideRuleDecision(open, "drop", "m")).toEqual({ ok: true, value: "dropped" });
  for (const state of ["in_force", "dropped"] as const) {
    expect(reasonOf(decideRuleDecision({ ...open, state }, "approve", "a"))).toBe("stale");
  }
  expect(decidePoolRule({ rule: "rotation" }, {})).toEqual({ ok: true, value: { rule: "rotation", season_days: 365 } });
  expect(reasonOf(decidePoolRule({ rule: "equal", cap_units: 0 }, {}))).toBe("invalid_input");
});
