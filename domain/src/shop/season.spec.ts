import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isoDate } from "../shared/dates";
import { daysToHarvest, dayOfYear, inSeason, isAllYear, weekOfYear, weeksInSeason, YEAR_WEEKS } from "./season";

const walnuts = { from: "09-05", to: "09-30" };
const olives = { from: "11-01", to: "01-10" };

/** ISO days of some years, leap years among them. */
const day = fc.integer({ min: 9_000, max: 24_000 }).map(isoDate);
const window = fc.record({ from: day.map((d) => d.slice(5)), to: day.map((d) => d.slice(5)) });

describe("a season", () => {
  test("begins with the first day of picking and ends a quarter of a year after the last", () => {
    expect(inSeason(walnuts, "2026-09-04")).toBe(false);
    expect(inSeason(walnuts, "2026-09-05")).toBe(true);
    expect(inSeason(walnuts, "2026-12-29")).toBe(true);
    expect(inSeason(walnuts, "2026-12-30")).toBe(false);
  });

  test("runs over New Year", () => {
    expect(inSeason(olives, "2027-01-05")).toBe(true);
    expect(daysToHarvest(olives, "2027-01-05")).toBe(0);
    expect(daysToHarvest(olives, "2026-10-22")).toBe(10);
  });

  test("of all-year goods is never near its harvest, and always on", () => {
    const eggs = { from: "01-01", to: "12-31" };
    expect(isAllYear(eggs)).toBe(true);
    expect(daysToHarvest(eggs, "2026-03-03")).toBeNull();
    expect(inSeason(eggs, "2026-03-03")).toBe(true);
    expect(weeksInSeason([eggs])).toHaveLength(YEAR_WEEKS);
  });

  test("of what is no day is never", () => {
    expect(inSeason({ from: "13-40", to: "01-01" }, "2026-01-01")).toBe(false);
    expect(daysToHarvest({ from: "", to: "" }, "2026-01-01")).toBeNull();
    expect(dayOfYear("02-30")).toBeNull();
  });

  test("a day in season lies in a week that is listed", () => {
    fc.assert(
      fc.property(window, day, (one, today) => {
        if (inSeason(one, today)) expect(weeksInSeason([one])).toContain(weekOfYear(today));
      }),
    );
  });

  test("the harvest is under way exactly from its first to its last day, and is ahead otherwise", () => {
    fc.assert(
      fc.property(window, day, (one, today) => {
        fc.pre(!isAllYear(one));
        const days = daysToHarvest(one, today);
        const now = today.slice(5);
        const under = one.from <= one.to ? now >= one.from && now <= one.to : now >= one.from || now <= one.to;
        expect(days === 0).toBe(under);
      }),
    );
  });
});
