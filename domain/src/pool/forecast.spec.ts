import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { findTransitionFaults } from "../shared/transitions";
import {
  decideForecast,
  deliveredRatio,
  expectedOfHarvests,
  expectedUnits,
  FORECAST_TRANSITIONS,
  type OpenHarvest,
} from "./forecast";

const TODAY = "2026-09-01";
const harvest = { units: 500_000, ready_from: "2026-09-20", ready_to: "2026-10-05" };

test("the states lead somewhere", () => {
  expect(findTransitionFaults(FORECAST_TRANSITIONS)).toEqual({
    unreachable: [],
    dead_ends: [],
    leaky_terminals: [],
    unknown: [],
  });
});

test("a harvest is declared for days to come", () => {
  expect(decideForecast(harvest, TODAY).ok).toBe(true);
  expect(decideForecast({ ...harvest, ready_from: "2026-08-20", ready_to: TODAY }, TODAY).ok).toBe(true);
  expect(valueOf(decideForecast(harvest, TODAY))).toBeUndefined();
});

test.each([
  [{ ...harvest, units: 0 }, "invalid_units"],
  [{ ...harvest, units: 1.5 }, "invalid_units"],
  [{ ...harvest, ready_to: "2026-09-19" }, "invalid_days"],
  [{ ...harvest, ready_to: "2027-03-01" }, "invalid_days"],
  [{ ...harvest, ready_to: "2026-02-31" }, "invalid_days"],
  [{ ...harvest, ready_from: "2026-08-01", ready_to: "2026-08-31" }, "ready_in_past"],
  [{ ...harvest, ready_from: "2029-01-01", ready_to: "2029-01-05" }, "too_far_ahead"],
])("refused: %o as %s", (input, reason) => {
  expect(reasonOf(decideForecast(input, TODAY))).toBe(reason);
});

test("what a household brought of what it declared weighs its next word, and never above all of it", () => {
  expect(deliveredRatio({ declared: 0, delivered: 0 })).toBeNull();
  expect(deliveredRatio({ declared: 300, delivered: 200 })).toBe(6_666);
  expect(deliveredRatio({ declared: 300, delivered: 900 })).toBe(10_000);
  expect(expectedUnits(500_000, 6_666)).toBe(333_300);
  expect(expectedUnits(500_000, null)).toBe(500_000);
});

test("a harvest whose last day is past is expected for nobody, and said apart; what was brought whole says nothing", () => {
  const open = (
    household_id: string,
    ready_to: string,
    units: number,
    ratio_bp: number | null = null,
  ): OpenHarvest => ({
    household_id,
    ready_to,
    units,
    ratio_bp,
  });
  const yesterday = "2026-08-31";
  expect(
    expectedOfHarvests(
      [
        open("wang", TODAY, 1_001, 5_000),
        open("wang", "2026-10-01", 300),
        open("li", "2026-09-02", 40),
        open("zhao", "2026-09-02", 0),
        open("sun", "2026-09-02", 10, 0),
        open("wang", yesterday, 999, 5_000),
        open("zhou", yesterday, 1),
      ],
      TODAY,
    ),
  ).toEqual({ expected_units: 840, households: 2, late_units: 500 });
  expect(expectedOfHarvests([], TODAY)).toEqual({ expected_units: 0, households: 0, late_units: 0 });
});
