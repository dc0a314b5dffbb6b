import { expect, test } from "vitest";
import { wantedDays } from "./wanted";

test("each day of an order's quotes is named once, the first first; none where none was agreed", () => {
  const of = (...days: (string | null)[]) =>
    wantedDays(days.map((wanted_on, at) => ({ id: `quote_${at}`, number: `Q-${at}`, wanted_on })));
  expect(of("2026-12-06")).toEqual(["2026-12-06"]);
  expect(of("2027-01-02", "2026-12-06", null, "2027-01-02")).toEqual(["2026-12-06", "2027-01-02"]);
  expect(of(null)).toEqual([]);
});
