import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { WHOLE_BP, decideDeductions, type DeductionRule } from "./deductions";

const moisture: DeductionRule = { kind: "moisture", method: "dry_matter", base_bp: 800, limit_bp: 1_500 };
const foreign: DeductionRule = { kind: "foreign_matter", method: "share", base_bp: 100, limit_bp: null };

test("moisture above the base is taken off as the water that would dry away", () => {
  // 100 kg at 12.6 % dried to 8 % weigh 100 x (1 - 0.126) / (1 - 0.08) = 95 kg.
  const off = valueOf(decideDeductions(100_000, { moisture: 1_260 }, [moisture]));
  expect(off).toEqual({
    lines: [{ kind: "moisture", method: "dry_matter", measured_bp: 1_260, base_bp: 800, deducted_g: 5_000 }],
    deducted_g: 5_000,
    accepted_g: 95_000,
  });
});

test("foreign matter is taken off by its share above the base", () => {
  expect(valueOf(decideDeductions(20_000, { foreign_matter: 250 }, [foreign])).deducted_g).toBe(300);
});

test("what is within the base costs nothing, and the ticket says that it was measured", () => {
  const off = valueOf(decideDeductions(20_000, { moisture: 800, foreign_matter: 40 }, [moisture, foreign]));
  expect(off.lines.map((line) => line.deducted_g)).toEqual([0, 0]);
  expect(off.accepted_g).toBe(20_000);
});

test("half a gram is rounded up, once for each line", () => {
  const half: DeductionRule = { ...foreign, base_bp: 0 };
  expect(valueOf(decideDeductions(50, { foreign_matter: 100 }, [half])).deducted_g).toBe(1);
  expect(valueOf(decideDeductions(49, { foreign_matter: 100 }, [half])).deducted_g).toBe(0);
});

describe("refuses", () => {
  test.each([
    ["a measure without a rule", { imperfect: 200 }, "no_deduction_rule"],
    ["goods too wet to be taken in", { moisture: 1_501 }, "over_quality_limit"],
    ["more than the whole", { moisture: 10_001 }, "invalid_input"],
    ["half a basis point", { moisture: 0.5 }, "invalid_input"],
    ["a kind it does not know", { colour: 3 } as Record<string, number>, "invalid_input"],
  ])("%s", (_, measured, reason) => {
    expect(reasonOf(decideDeductions(1_000, measured, [moisture, foreign]))).toBe(reason);
  });

  test("a lot of which nothing is left, and a table with two rules for one thing", () => {
    const all: DeductionRule = { ...foreign, base_bp: 0 };
    expect(reasonOf(decideDeductions(1_000, { foreign_matter: WHOLE_BP }, [all]))).toBe("nothing_left");
    expect(reasonOf(decideDeductions(1_000, { foreign_matter: 1 }, [all, foreign]))).toBe("deduction_twice");
    expect(() => decideDeductions(0, {}, [])).toThrow(RangeError);
  });
});

test("net = accepted + deductions, each line within half a gram of its exact share, wetter never weighs more", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3_000_000 }),
      fc.integer({ min: 0, max: 4_000 }),
      fc.integer({ min: 0, max: 4_000 }),
      fc.integer({ min: 0, max: 2_000 }),
      (net_g, wet_bp, dirt_bp, base_bp) => {
        const rules = [
          { ...moisture, base_bp, limit_bp: null },
          { ...foreign, base_bp: 0 },
        ];
        const answer = decideDeductions(net_g, { moisture: wet_bp, foreign_matter: dirt_bp }, rules);
        if (!answer.ok) {
          // Not returned: fast-check takes what a property returns for its verdict.
          expect(answer.refusal.reason).toBe("nothing_left");
          return;
        }
        const { lines, deducted_g, accepted_g } = answer.value;
        expect(accepted_g + lines.reduce((sum, line) => sum + line.deducted_g, 0)).toBe(net_g);
        expect(deducted_g).toBe(net_g - accepted_g);
        const exact = (net_g * Math.max(0, wet_bp - base_bp)) / (WHOLE_BP - base_bp);
        expect(Math.abs((lines[0]?.deducted_g ?? 0) - exact)).toBeLessThanOrEqual(0.5 + 1e-6);
        const wetter = decideDeductions(net_g, { moisture: wet_bp + 1, foreign_matter: dirt_bp }, rules);
        if (wetter.ok) expect(wetter.value.accepted_g).toBeLessThanOrEqual(accepted_g);
      },
    ),
  );
});
