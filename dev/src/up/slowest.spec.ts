import { describe, expect, it } from "vitest";
import { BUDGET_MIN, budgetLine, slowestLines } from "../../up/slowest.mjs";

const file = (name: string, began_s: number, ...took_s: number[]) => ({
  name: `/house/${name}`,
  startTime: 1_000_000 + began_s * 1000,
  endTime: 1_000_000 + (began_s + took_s.reduce((a, b) => a + b, 0)) * 1000,
  assertionResults: took_s.map((seconds, index) => ({ fullName: `test ${index}`, duration: seconds * 1000 })),
});

describe("what a run of the tests took", () => {
  it("names the slowest files and tests first, and no more than are asked for", () => {
    const report = {
      startTime: 1_000_000,
      testResults: [file("quick.spec.ts", 0, 1), file("e2e/slow.spec.ts", 2, 3, 40), file("middle.spec.ts", 1, 5)],
    };
    expect(slowestLines(report, { files: 2, tests: 2, from: "/house" })).toEqual([
      "Slowest of 3 files: 49 s side by side in 45 s",
      "    43.0 s  from    2.0 s     2 tests  e2e/slow.spec.ts",
      "     5.0 s  from    1.0 s     1 tests  middle.spec.ts",
      "Slowest tests",
      "    40.0 s  slow.spec.ts: test 1",
      "     5.0 s  middle.spec.ts: test 0",
    ]);
  });

  it("says when it is over the budget, and where to look", () => {
    expect(budgetLine(BUDGET_MIN * 60_000)).toBe(`Took ${BUDGET_MIN}.0 of ${BUDGET_MIN} minutes.`);
    expect(budgetLine((BUDGET_MIN + 1) * 60_000)).toMatch(/over its budget.*npm run slowest/);
  });
});
