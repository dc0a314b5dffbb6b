import { describe, expect, it } from "vitest";
import { summarise, type Report } from "../../up/summary.mjs";

const file = (name: string, ...statuses: string[]): Report["testResults"][number] => ({
  name,
  status: statuses.includes("failed") ? "failed" : "passed",
  assertionResults: statuses.map((status, index) => ({ status, fullName: `test ${index}` })),
});
const count = (...files: Report["testResults"]) => summarise({ report: { testResults: files }, exitCode: 0 });

describe("the last line of npm test", () => {
  it("counts what ran and held", () => {
    expect(count(file("a", "passed", "passed"), file("b", "passed")).line).toBe("3 passed, 0 failed");
  });

  it.each(["failed", "skipped", "pending", "todo", "disabled"])("counts %s as failed", (status) => {
    expect(count(file("a", "passed", status))).toMatchObject({ passed: 1, failed: 1 });
  });

  it("is a failure when no test ran", () => {
    expect(count()).toMatchObject({ passed: 0, failed: 1 });
  });

  it("is a failure when a file did not load, or holds no test", () => {
    const broken = { name: "broken.spec.ts", status: "failed", message: "Cannot find module", assertionResults: [] };
    expect(count(file("a", "passed"), broken)).toMatchObject({ passed: 1, failed: 1 });
    expect(count(file("a", "passed"), file("empty"))).toMatchObject({ passed: 1, failed: 1 });
  });

  it("is a failure when vitest wrote nothing, or ended badly though every test held", () => {
    expect(summarise({ report: undefined, exitCode: 1 })).toMatchObject({ passed: 0, failed: 1 });
    expect(summarise({ report: { testResults: [file("a", "passed")] }, exitCode: 1 })).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  it("counts each part that could not run, by its sentence", () => {
    const outcome = summarise({
      report: { testResults: [file("a", "passed")] },
      exitCode: 0,
      otherParts: ["no Chromium"],
    });
    expect(outcome).toMatchObject({ line: "1 passed, 1 failed", problems: ["no Chromium"] });
  });
});
