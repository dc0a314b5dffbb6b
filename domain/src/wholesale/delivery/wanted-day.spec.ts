import { expect, test } from "vitest";
import { daysUntilWanted, inWorkOrder, leavesEarly } from "./wanted-day";

const TODAY = "2026-11-28";

test("goods for 6 December leave early on 28 November; those for the 30th, today or a day that is past don't", () => {
  expect(daysUntilWanted("2026-12-06", TODAY)).toBe(8);
  expect(leavesEarly("2026-12-06", TODAY)).toBe(true);
  expect(leavesEarly("2026-12-01", TODAY)).toBe(true);
  expect(leavesEarly("2026-11-30", TODAY)).toBe(false);
  expect(leavesEarly(TODAY, TODAY)).toBe(false);
  expect(daysUntilWanted("2026-11-27", TODAY)).toBe(-1);
  expect(leavesEarly("2026-11-27", TODAY)).toBe(false);
});

test("what is wanted for no day, or for what is no day, leaves whenever it is ready", () => {
  expect(daysUntilWanted(null, TODAY)).toBeNull();
  expect(leavesEarly(null, TODAY)).toBe(false);
  expect(daysUntilWanted("2026-02-30", TODAY)).toBeNull();
  expect(leavesEarly("2026-02-30", TODAY)).toBe(false);
});

test("days are counted over the end of a year and the leap day", () => {
  expect(daysUntilWanted("2028-03-01", "2028-02-28")).toBe(2);
  expect(daysUntilWanted("2027-01-01", "2026-12-31")).toBe(1);
});

test("what would leave early stands last, by its day; all else keeps its order", () => {
  const of = (id: string, wanted_on: string | null) => ({ id, wanted_on });
  const given = [
    of("far", "2026-12-20"),
    of("shop", null),
    of("near", "2026-12-06"),
    of("soon", "2026-11-30"),
    of("late", "2026-11-20"),
    of("near too", "2026-12-06"),
  ];
  const before = structuredClone(given);
  expect(inWorkOrder(given, TODAY).map((one) => one.id)).toEqual(["shop", "soon", "late", "near", "near too", "far"]);
  expect(given).toEqual(before);
});
