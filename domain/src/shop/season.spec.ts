import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayNumber, isoDate } from "../shared/dates";
import {
  daysToHarvest,
  dayOfYear,
  inSeason,
  isAllYear,
  seasonName,
  weekOfYear,
  weeksInSeason,
  YEAR_WEEKS,
} from "./season";

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

  test("is counted to by the calendar, over a leap day and where there is none", () => {
    expect(daysToHarvest(walnuts, "2026-11-27")).toBe(282);
    expect(daysToHarvest(walnuts, "2027-11-27")).toBe(283);
    expect(daysToHarvest({ from: "02-29", to: "03-20" }, "2027-02-28")).toBe(1);
    expect(daysToHarvest({ from: "02-29", to: "03-20" }, "2028-02-28")).toBe(1);
    fc.assert(
      fc.property(window, day, (one, today) => {
        const days = daysToHarvest(one, today);
        if (days === null || days === 0 || one.from === "02-29") return;
        expect(isoDate((dayNumber(today) ?? 0) + days).slice(5)).toBe(one.from);
      }),
    );
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

  test("has the name of the year in which its goods are sent last, whatever day they are ordered on", () => {
    const sent = { from: "09-10", to: "03-31" };
    expect(seasonName(sent, "2026-08-01")).toBe("2027");
    expect(seasonName(sent, "2027-03-31")).toBe("2027");
    expect(seasonName({ from: "01-01", to: "12-31" }, "2026-11-05")).toBe("2026-11");
    expect(seasonName(null, "2026-11-05")).toBe("2026-11");
  });

  test("keeps its name for what is left of it: a quarter of a year, or until the middle between it and the next", () => {
    // 162 days between: 81 for each.
    const sent = { from: "09-10", to: "03-31" };
    expect(["2027-04-01", "2027-06-20", "2027-06-21"].map((on) => seasonName(sent, on))).toEqual([
      "2027",
      "2027",
      "2028",
    ]);
    const short = { from: "10-01", to: "11-30" };
    expect(["2026-12-31", "2027-02-28", "2027-03-01"].map((on) => seasonName(short, on))).toEqual([
      "2026",
      "2026",
      "2027",
    ]);
  });

  test("each season of a window has one name, and the next that of the year after", () => {
    fc.assert(
      fc.property(window, fc.integer({ min: 9_000, max: 24_000 }), (one, at) => {
        fc.pre(!isAllYear(one));
        const [today, next] = [seasonName(one, isoDate(at)), seasonName(one, isoDate(at + 1))];
        if (next !== today) {
          expect(Number(next)).toBe(Number(today) + 1);
          // Nowhere but behind it, as long as what was sent last is fresh.
          expect(inSeason({ from: one.to, to: one.to }, isoDate(at))).toBe(true);
          expect(daysToHarvest(one, isoDate(at))).not.toBe(0);
        }
        const [year, day] = [Number(isoDate(at).slice(0, 4)), isoDate(at).slice(5)];
        if (day === one.to) expect(today).toBe(String(year));
      }),
    );
  });
});
