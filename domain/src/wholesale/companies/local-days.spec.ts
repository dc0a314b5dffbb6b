import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import { isoDate } from "../../shared/dates";
import { calendarWindow, localDay, startOfDay, WINDOW_KINDS, type WindowKind } from "./local-days";

const ZONES = [
  "Asia/Shanghai",
  "Europe/Berlin",
  "America/New_York",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
  "Pacific/Apia",
  "Africa/Cairo",
];
const zone = fc.constantFrom(...ZONES);
const moment = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2037, 0, 1) }).map((time) => new Date(time));
const windowOf = (kind: WindowKind, tz: string, at: string) => {
  const { first_day, last_day, from, to } = valueOf(calendarWindow(kind, tz, new Date(at)));
  return { days: `${first_day}..${last_day}`, from: from.toISOString(), to: to.toISOString() };
};

describe("the first moment of a day at a place", () => {
  it("is midnight there, and after the jump where clocks jump over midnight", () => {
    expect(startOfDay("Asia/Shanghai", "2026-12-01").toISOString()).toBe("2026-11-30T16:00:00.000Z");
    expect(startOfDay("Europe/Berlin", "2026-03-29").toISOString()).toBe("2026-03-28T23:00:00.000Z");
    expect(startOfDay("Europe/Berlin", "2026-03-30").toISOString()).toBe("2026-03-29T22:00:00.000Z");
    // São Paulo went from 00:00 to 01:00 on 4 November 2018.
    expect(startOfDay("America/Sao_Paulo", "2018-11-04").toISOString()).toBe("2018-11-04T03:00:00.000Z");
    // Samoa had no 30 December 2011.
    expect(startOfDay("Pacific/Apia", "2011-12-30")).toEqual(startOfDay("Pacific/Apia", "2011-12-31"));
    expect(() => startOfDay("Asia/Shanghai", "2026-02-30")).toThrow("not a day");
  });

  it("has that day or a later one, and the millisecond before has not", () => {
    fc.assert(
      fc.property(zone, fc.integer({ min: 10_957, max: 24_472 }), (tz, number) => {
        const day = isoDate(number);
        const start = startOfDay(tz, day);
        expect(localDay(tz, start) >= day).toBe(true);
        expect(localDay(tz, new Date(start.getTime() - 1)) < day).toBe(true);
      }),
    );
  });
});

describe("a calendar window", () => {
  it("worked examples: the month, week and day of a moment, by the company's calendar", () => {
    // 23:30 on 30 November in Shanghai; half an hour later December has begun there.
    expect(windowOf("month", "Asia/Shanghai", "2026-11-30T15:30:00Z")).toEqual({
      days: "2026-11-01..2026-11-30",
      from: "2026-10-31T16:00:00.000Z",
      to: "2026-11-30T16:00:00.000Z",
    });
    expect(windowOf("month", "Asia/Shanghai", "2026-11-30T16:00:00Z").days).toBe("2026-12-01..2026-12-31");
    // The same moment is still November in New York.
    expect(windowOf("month", "America/New_York", "2026-11-30T16:00:00Z").days).toBe("2026-11-01..2026-11-30");
    // A week of 167 hours, from Monday.
    expect(windowOf("week", "Europe/Berlin", "2026-03-29T12:00:00Z")).toEqual({
      days: "2026-03-23..2026-03-29",
      from: "2026-03-22T23:00:00.000Z",
      to: "2026-03-29T22:00:00.000Z",
    });
    // A day of 25 hours.
    expect(windowOf("day", "Europe/Berlin", "2026-10-25T23:30:00+01:00")).toEqual({
      days: "2026-10-25..2026-10-25",
      from: "2026-10-24T22:00:00.000Z",
      to: "2026-10-25T23:00:00.000Z",
    });
    expect(windowOf("month", "Asia/Shanghai", "2028-02-29T12:00:00Z").days).toBe("2028-02-01..2028-02-29");
    expect(windowOf("month", "Asia/Shanghai", "2026-12-31T12:00:00Z").days).toBe("2026-12-01..2026-12-31");
  });

  it("holds its moment, and the next begins where it ends", () => {
    fc.assert(
      fc.property(fc.constantFrom(...WINDOW_KINDS), zone, moment, (kind, tz, at) => {
        const here = valueOf(calendarWindow(kind, tz, at));
        expect(here.from <= at && at < here.to).toBe(true);
        expect(valueOf(calendarWindow(kind, tz, here.from))).toEqual(here);
        expect(valueOf(calendarWindow(kind, tz, new Date(here.to.getTime() - 1)))).toEqual(here);
        expect(valueOf(calendarWindow(kind, tz, here.to)).from).toEqual(here.to);
      }),
    );
  });

  it("of a time zone that nobody knows is refused", () => {
    expect(reasonOf(calendarWindow("month", "Mars/Olympus", new Date(0)))).toBe("unknown_time_zone");
    expect(reasonOf(calendarWindow("month", "", new Date(0)))).toBe("unknown_time_zone");
  });
});
