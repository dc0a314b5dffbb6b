import fc from "fast-check";
import { expect, test } from "vitest";
import { weekdayOf } from "../shared/dates";
import { nextCollection } from "./collection";

test("the days of the week are those of the calendar", () => {
  expect(weekdayOf("2026-11-26")).toBe(4);
  expect(weekdayOf("2026-11-29")).toBe(7);
  expect(weekdayOf("1969-12-31")).toBe(3);
  expect(weekdayOf("no day")).toBeNull();
  fc.assert(
    fc.property(fc.date({ min: new Date("1900-01-01"), max: new Date("2200-01-01"), noInvalidDate: true }), (date) => {
      expect(weekdayOf(date.toISOString().slice(0, 10))).toBe(date.getUTCDay() === 0 ? 7 : date.getUTCDay());
    }),
  );
});

const SATURDAY = { weekday: 6, from: "08:00", to: "12:00" };
const EVENING = { weekday: 4, from: "17:00", to: "19:00" };

test("the next time is today's until it is over, then the next in the week, round the week's end", () => {
  expect(nextCollection([SATURDAY, EVENING], "2026-11-26", "18:59")).toEqual({
    day: "2026-11-26",
    from: "17:00",
    to: "19:00",
  });
  expect(nextCollection([SATURDAY, EVENING], "2026-11-26", "19:00")).toEqual({
    day: "2026-11-28",
    from: "08:00",
    to: "12:00",
  });
  expect(nextCollection([SATURDAY], "2026-11-28", "12:30")).toEqual({ day: "2026-12-05", from: "08:00", to: "12:00" });
  expect(nextCollection([], "2026-11-28", "12:30")).toBeNull();
});
