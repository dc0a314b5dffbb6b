import { expect, test } from "vitest";
import { harvestDay } from "./harvest-day.js";

const WALNUTS = { from: "09-05", to: "09-30" };

test("what comes to the scales was picked in its village's season, the last one when none is under way", () => {
  expect(harvestDay(WALNUTS, "2026-11-27", 0)).toBe("2026-09-30");
  expect(harvestDay(WALNUTS, "2026-11-27", 7)).toBe("2026-09-23");
  expect(harvestDay(WALNUTS, "2026-11-27", 60)).toBe("2026-09-05");
  expect(harvestDay(WALNUTS, "2026-09-20", 3)).toBe("2026-09-15");
  expect(harvestDay(WALNUTS, "2026-09-06", 0)).toBe("2025-09-30");
  expect(harvestDay(WALNUTS, "2027-02-01", 1)).toBe("2026-09-29");
});

test("a season may run over New Year, or be the whole year", () => {
  expect(harvestDay({ from: "12-20", to: "01-10" }, "2027-01-05", 20)).toBe("2026-12-20");
  expect(harvestDay({ from: "12-20", to: "01-10" }, "2027-03-01", 1)).toBe("2027-01-09");
  expect(harvestDay({ from: "01-01", to: "12-31" }, "2026-11-27", 4)).toBe("2026-11-21");
});
