import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shuffled } from "../../../test/expect-result";
import { LEAST_HOUSEHOLDS } from "../../settlement/slip";
import { MAX_PROMISE_DAYS, toPromise, type ComingHarvest } from "./to-promise";

const harvest = (household: string, ready_to: string, expected_units: number): ComingHarvest => ({
  household_id: household,
  ready_from: "2026-12-01",
  ready_to,
  expected_units,
});
const supply = (coming: readonly ComingHarvest[], over: { free_units?: number; waited_for_units?: number } = {}) => ({
  free_units: 0,
  waited_for_units: 0,
  coming,
  ...over,
});

describe("available to promise", () => {
  it("worked example: 20 kg free; three households by the 5th, three more by the 20th; 15 kg are waited for", () => {
    const coming = [
      harvest("a", "2026-12-03", 10_000),
      harvest("b", "2026-12-04", 10_000),
      harvest("c", "2026-12-05", 10_000),
      harvest("d", "2026-12-10", 5_000),
      harvest("e", "2026-12-20", 5_000),
      harvest("f", "2026-12-20", 5_000),
    ];
    expect(toPromise(supply(coming, { free_units: 20_000, waited_for_units: 15_000 }))).toEqual({
      free_units: 20_000,
      by_day: [
        { day: "2026-12-05", units: 35_000 },
        { day: "2026-12-20", units: 50_000 },
      ],
      coming: { from: "2026-12-01", to: "2026-12-20" },
    });
  });

  it("of one or two households only the days are told; two that follow three are told with them", () => {
    const two = [harvest("a", "2026-12-03", 10), harvest("b", "2026-12-04", 10)];
    expect(toPromise(supply(two, { free_units: 7 }))).toEqual({
      free_units: 7,
      by_day: [],
      coming: { from: "2026-12-01", to: "2026-12-04" },
    });
    const five = [...two, harvest("c", "2026-12-05", 10), harvest("d", "2026-12-09", 1), harvest("e", "2026-12-11", 1)];
    expect(toPromise(supply(five)).by_day).toEqual([{ day: "2026-12-11", units: 32 }]);
    // Three harvests of one household are one household.
    expect(toPromise(supply([1, 2, 3].map((at) => harvest("a", `2026-12-0${at}`, 10)))).by_day).toEqual([]);
  });

  it("who waits has the first of it, and a household that never brings anything adds nothing", () => {
    const coming = ["a", "b", "c"].map((household) => harvest(household, "2026-12-05", 10));
    expect(toPromise(supply(coming, { waited_for_units: 30 })).by_day).toEqual([]);
    expect(toPromise(supply(coming, { waited_for_units: 29 })).by_day).toEqual([{ day: "2026-12-05", units: 1 }]);
    const none = [...coming.slice(0, 2), harvest("c", "2026-12-05", 0)];
    expect(toPromise(supply(none)).by_day).toEqual([]);
    expect(toPromise(supply([harvest("a", "2026-12-05", 0)], { free_units: -3 }))).toEqual({
      free_units: 0,
      by_day: [],
      coming: null,
    });
  });

  it("grows from day to day to exactly what there is, tells no step of fewer than three, whatever the order", () => {
    const coming = fc.array(
      fc.record({
        household_id: fc.constantFrom(..."abcdefghijklm"),
        ready_from: fc.constant("2026-12-01"),
        ready_to: fc.integer({ min: 10, max: 31 }).map((day) => `2026-12-${day}`),
        expected_units: fc.integer({ min: 0, max: 1_000 }),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(coming, fc.nat(500), fc.nat(500), fc.array(fc.nat(), { minLength: 1 }), (all, free, waited, keys) => {
        const told = toPromise(supply(all, { free_units: free, waited_for_units: waited }));
        expect(toPromise(supply(shuffled(all, keys), { free_units: free, waited_for_units: waited }))).toEqual(told);
        expect(told.by_day.length).toBeLessThanOrEqual(MAX_PROMISE_DAYS);
        let before = { day: "", units: free };
        for (const one of told.by_day) {
          expect(one.day > before.day && one.units > before.units).toBe(true);
          const behind = all.filter(
            (each) => each.expected_units > 0 && each.ready_to > before.day && each.ready_to <= one.day,
          );
          expect(new Set(behind.map((each) => each.household_id)).size).toBeGreaterThanOrEqual(LEAST_HOUSEHOLDS);
          before = one;
        }
        const expected = all.reduce((sum, one) => sum + one.expected_units, 0);
        const last = told.by_day.at(-1);
        if (last) expect(last.units).toBe(free + expected - waited);
      }),
    );
  });
});
