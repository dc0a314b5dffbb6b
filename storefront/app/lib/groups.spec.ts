import { expect, test } from "vitest";
import { inGroups, LISTED_AT_ONCE } from "./groups";

test("however many there are, each is in one group, in their order", () => {
  expect(inGroups([])).toEqual([]);
  for (const count of [1, LISTED_AT_ONCE, LISTED_AT_ONCE + 1, 101]) {
    const all = Array.from({ length: count }, (_, at) => at);
    const groups = inGroups(all);
    expect(groups.flat()).toEqual(all);
    expect(Math.max(...groups.map((one) => one.length))).toBeLessThanOrEqual(LISTED_AT_ONCE);
  }
});
