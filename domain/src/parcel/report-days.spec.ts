import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../shared/dates";
import { reportDaysUsed } from "./report-days";

const CAME = "2026-11-20";
const used = (today: string, ...waited: [from: string, to: string][]) =>
  reportDaysUsed(
    CAME,
    today,
    waited.map(([from, to]) => ({ from, to })),
  );

describe("days for reporting", () => {
  it("are counted after the day on which the parcel came", () => {
    expect(used("2026-11-20")).toBe(0);
    expect(used("2026-11-27")).toBe(7);
    expect(used("2026-11-28")).toBe(8);
  });

  it("stand still while a claim waits: who is refused on the last day may report on that day and the next", () => {
    const refused: [string, string] = ["2026-11-27", "2026-12-09"];
    expect(used("2026-12-09", refused)).toBe(6);
    expect(used("2026-12-10", refused)).toBe(7);
    expect(used("2026-12-11", refused)).toBe(8);
    // Within one day.
    expect(used("2026-11-28", ["2026-11-27", "2026-11-27"])).toBe(7);
  });

  it("stand still once where claims wait together, and not for what waited before the parcel came", () => {
    expect(used("2026-12-02", ["2026-11-22", "2026-11-25"], ["2026-11-24", "2026-11-28"])).toBe(5);
    expect(used("2026-12-02", ["2026-11-22", "2026-11-28"], ["2026-11-24", "2026-11-25"])).toBe(5);
    expect(used("2026-12-02", ["2026-11-24", "2026-11-25"], ["2026-11-27", "2026-11-27"])).toBe(9);
    expect(used("2026-11-24", ["2026-11-01", "2026-11-20"])).toBe(4);
    expect(used("2026-11-24", ["2026-11-01", "2026-11-22"])).toBe(2);
  });

  it("are the days on which nothing waited, whatever waited in whatever order", () => {
    const day = fc.integer({ min: -10, max: 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(day, day), { maxLength: 6 }), fc.integer({ min: 0, max: 50 }), (spans, after) => {
        const waits = (at: number) => spans.some(([from, to]) => from <= at && at <= to);
        const plain = Array.from({ length: after }, (_, at) => at + 1).filter((at) => !waits(at)).length;
        const waited = spans.map(([from, to]) => ({ from: addDays(CAME, from), to: addDays(CAME, to) }));
        expect(reportDaysUsed(CAME, addDays(CAME, after), waited)).toBe(plain);
        expect(reportDaysUsed(CAME, addDays(CAME, after), [...waited].reverse())).toBe(plain);
      }),
    );
  });
});
