import { expect, test } from "vitest";
import { inspectBy } from "./inspection";

test("an inspection has until the end of its last day, over the month", () => {
  expect(inspectBy("2026-11-28", 3)).toBe("2026-12-01");
  expect(() => inspectBy("2026-11-31", 3)).toThrow("not a day");
});
