import { expect, test } from "vitest";
import { dayNumber, isoDate } from "./dates";

test("days count on over months and leap years, and back", () => {
  expect(dayNumber("1970-01-01")).toBe(0);
  expect(dayNumber("2024-03-01")! - dayNumber("2024-02-28")!).toBe(2);
  expect(dayNumber("2026-03-01")! - dayNumber("2026-02-28")!).toBe(1);
  for (let day = 20_000; day < 20_800; day++) expect(dayNumber(isoDate(day))).toBe(day);
});

test("a day that no calendar has is none", () => {
  for (const text of [
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-04-31",
    "2026-4-1",
    "today",
    "2026-01-01T00:00",
  ]) {
    expect(dayNumber(text)).toBeNull();
  }
});
