import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf } from "../../test/expect-result";
import { dayNumber, isoDate } from "../shared/dates";
import { checkSchedule, periodsToOpen, scheduledPeriods, type PeriodSchedule } from "./period-schedule";

const schedule: fc.Arbitrary<PeriodSchedule> = fc.oneof(
  fc.record({ rhythm: fc.constant("monthly" as const), day: fc.integer({ min: 1, max: 28 }) }),
  fc.record({ rhythm: fc.constant("half_monthly" as const), day: fc.integer({ min: 1, max: 13 }) }),
  fc.record({ rhythm: fc.constant("weekly" as const), day: fc.integer({ min: 1, max: 7 }) }),
);
const FIRST = dayNumber("2024-01-01") ?? 0;
const some_day = fc.integer({ min: 0, max: 1000 }).map((n) => isoDate(FIRST + n));

describe("a schedule of periods", () => {
  it("monthly, by halves and weekly, as a calendar has them", () => {
    expect(scheduledPeriods({ rhythm: "monthly", day: 1 }, "2028-02-10", "2028-02-29")).toEqual([
      { from: "2028-02-01", to: "2028-02-29" },
    ]);
    expect(scheduledPeriods({ rhythm: "monthly", day: 26 }, "2026-11-26", "2026-12-26")).toEqual([
      { from: "2026-11-26", to: "2026-12-25" },
      { from: "2026-12-26", to: "2027-01-25" },
    ]);
    expect(scheduledPeriods({ rhythm: "half_monthly", day: 1 }, "2026-11-10", "2026-11-20")).toEqual([
      { from: "2026-11-01", to: "2026-11-15" },
      { from: "2026-11-16", to: "2026-11-30" },
    ]);
    // 26 November 2026 is a Thursday.
    expect(scheduledPeriods({ rhythm: "weekly", day: 1 }, "2026-11-26", "2026-11-26")).toEqual([
      { from: "2026-11-23", to: "2026-11-29" },
    ]);
  });

  it("refuses a day that not every month, half or week has", () => {
    expect(reasonOf(checkSchedule({ rhythm: "monthly", day: 29 }))).toBe("invalid_input");
    expect(reasonOf(checkSchedule({ rhythm: "half_monthly", day: 14 }))).toBe("invalid_day");
    expect(reasonOf(checkSchedule({ rhythm: "weekly", day: 8 }))).toBe("invalid_day");
    expect(reasonOf(checkSchedule({ rhythm: "weekly", day: 0 }))).toBe("invalid_input");
  });

  it("for any schedule and days: every day is in exactly one period", () => {
    fc.assert(
      fc.property(schedule, some_day, fc.integer({ min: 0, max: 120 }), (given, from, length) => {
        const to = isoDate((dayNumber(from) ?? 0) + length);
        const found = scheduledPeriods(given, from, to);
        expect(found[0]!.from <= from && to <= found.at(-1)!.to).toBe(true);
        found.slice(1).forEach((one, index) => {
          expect(dayNumber(one.from)).toBe((dayNumber(found[index]!.to) ?? 0) + 1);
        });
      }),
    );
  });

  it("for any schedule and periods that are there: what it opens shares no day with them, and asked again it opens nothing", () => {
    const there = fc.array(
      fc
        .tuple(some_day, fc.integer({ min: 0, max: 40 }))
        .map(([from, length]) => ({ from, to: isoDate((dayNumber(from) ?? 0) + length) })),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(schedule, some_day, fc.integer({ min: 0, max: 90 }), there, (given, since, length, known) => {
        const today = isoDate((dayNumber(since) ?? 0) + length);
        const opened = periodsToOpen(given, { since, today, there: known });
        const shares = (a: { from: string; to: string }, b: { from: string; to: string }) =>
          a.from <= b.to && b.from <= a.to;
        opened.forEach((one, index) => {
          expect(one.from <= one.to && one.from >= since).toBe(true);
          for (const other of [...known, ...opened.slice(index + 1)]) expect(shares(one, other)).toBe(false);
        });
      }),
    );
  });

  it("asked again with what it opened, it opens nothing", () => {
    const opened = periodsToOpen(
      { rhythm: "half_monthly", day: 1 },
      { since: "2026-11-05", today: "2026-12-02", there: [] },
    );
    expect(opened).toEqual([
      { from: "2026-11-05", to: "2026-11-15" },
      { from: "2026-11-16", to: "2026-11-30" },
      { from: "2026-12-01", to: "2026-12-15" },
    ]);
    expect(
      periodsToOpen({ rhythm: "half_monthly", day: 1 }, { since: "2026-11-05", today: "2026-12-02", there: opened }),
    ).toEqual([]);
    expect(
      periodsToOpen(
        { rhythm: "monthly", day: 1 },
        { since: "2026-11-01", today: "2026-11-26", there: [{ from: "2026-10-15", to: "2026-11-10" }] },
      ),
    ).toEqual([{ from: "2026-11-11", to: "2026-11-30" }]);
  });
});
