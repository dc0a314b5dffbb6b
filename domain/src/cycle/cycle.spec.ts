import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, shuffled, valueOf } from "../../test/expect-result";
import { findTransitionFaults } from "../shared/transitions";
import { CYCLE_TRANSITIONS, decideClose, judgeCart, minimumOf, sellingOf, type CycleWindow } from "./cycle";

const at = (hour: number) => new Date(Date.UTC(2026, 11, 1, hour));
const cycle = (id: string, from: number, to: number, more: Partial<CycleWindow> = {}): CycleWindow => ({
  id,
  state: "published",
  opens_at: at(from),
  closes_at: at(to),
  sold_between: false,
  ...more,
});

it("no state of a cycle is a dead end", () => {
  const faults = findTransitionFaults(CYCLE_TRANSITIONS);
  expect(Object.values(faults).flat()).toEqual([]);
});

describe("how goods are sold", () => {
  it("opens at the moment it says and is closed at the moment it says", () => {
    const one = [cycle("a", 8, 20)];
    expect(sellingOf(one, at(7)).state).toBe("soon");
    expect(sellingOf(one, at(8)).state).toBe("open");
    expect(sellingOf(one, new Date(at(20).getTime() - 1)).state).toBe("open");
    expect(sellingOf(one, at(20)).state).toBe("closed");
  });

  it("goods of no cycle are sold as usual, and so are those whose cycle says so between", () => {
    expect(sellingOf([], at(8)).state).toBe("usual");
    expect(sellingOf([cycle("a", 8, 20, { sold_between: true })], at(7)).state).toBe("usual");
    expect(sellingOf([cycle("a", 8, 20, { sold_between: true })], at(9)).state).toBe("open");
  });

  it("the next opening counts, not the last closing", () => {
    const found = sellingOf([cycle("a", 1, 2), cycle("c", 12, 13), cycle("b", 10, 11)], at(5));
    expect(found).toMatchObject({ state: "soon", cycle: { id: "b" } });
  });

  it("one that is called off before it opens is as if it were not there; while it was open it is closed", () => {
    expect(sellingOf([cycle("a", 8, 20, { state: "called_off" })], at(7)).state).toBe("usual");
    expect(sellingOf([cycle("a", 8, 20, { state: "closing" })], at(9)).state).toBe("closed");
  });

  it("does not depend on the order in which cycles are read", () => {
    const window = fc.record({
      from: fc.integer({ min: 0, max: 20 }),
      long: fc.integer({ min: 1, max: 5 }),
      sold_between: fc.boolean(),
      state: fc.constantFrom("published", "closing", "reached", "missed", "called_off"),
    });
    fc.assert(
      fc.property(
        fc.array(window, { maxLength: 6 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 26 }),
        (windows, keys, hour) => {
          const all = windows.map(({ from, long, state, sold_between }, index) =>
            cycle(`c${index}`, from, from + long, { state: state as CycleWindow["state"], sold_between }),
          );
          expect(sellingOf(shuffled(all, keys), at(hour))).toEqual(sellingOf(all, at(hour)));
        },
      ),
    );
  });
});

describe("a cart", () => {
  const open = sellingOf([cycle("a", 8, 20)], at(9));
  const other = sellingOf([cycle("b", 8, 20)], at(9));
  const soon = sellingOf([cycle("a", 8, 20)], at(7));

  it("is of its cycle, or of none", () => {
    expect(
      valueOf(
        judgeCart([
          { product_id: "p", selling: open },
          { product_id: "q", selling: open },
        ]),
      ),
    ).toEqual({
      cycle_id: "a",
    });
    expect(valueOf(judgeCart([{ product_id: "p", selling: { state: "usual" } }]))).toEqual({ cycle_id: null });
    expect(valueOf(judgeCart([]))).toEqual({ cycle_id: null });
  });

  it("with goods of a closed cycle is refused, named with the day it opens, whatever else is in it", () => {
    const judged = judgeCart([
      { product_id: "p", selling: open },
      { product_id: "q", selling: soon },
    ]);
    expect(reasonOf(judged)).toBe("cycle_closed");
    expect(judged).toMatchObject({ refusal: { details: { product_ids: ["q"], opens_at: at(8).toISOString() } } });
  });

  it("with goods of two cycles, or of one and of none, is refused", () => {
    const usual = { state: "usual" } as const;
    expect(
      reasonOf(
        judgeCart([
          { product_id: "p", selling: open },
          { product_id: "q", selling: other },
        ]),
      ),
    ).toBe("cycle_mixed");
    expect(
      reasonOf(
        judgeCart([
          { product_id: "p", selling: open },
          { product_id: "q", selling: usual },
        ]),
      ),
    ).toBe("cycle_mixed");
  });
});

describe("how a cycle ends", () => {
  const facts = {
    now: at(20),
    closes_at: at(20),
    called_off: false,
    completing: 0,
    minimum: { kind: "orders", least: 3 } as const,
    ordered: { grams: 0, orders: 3 },
  };

  it("reached at its minimum, missed one below it, and not before its time", () => {
    expect(decideClose(facts)).toEqual({ action: "end", as: "reached" });
    expect(decideClose({ ...facts, ordered: { grams: 9e9, orders: 2 } })).toEqual({ action: "end", as: "missed" });
    expect(decideClose({ ...facts, now: at(19) })).toEqual({ action: "wait", reason: "open" });
    expect(minimumOf({ kind: "grams", least: 5_000 }, { grams: 4_999, orders: 9 })).toEqual({
      reached: false,
      missing: 1,
    });
  });

  it("waits for who was completing when it closed: their order counts", () => {
    expect(decideClose({ ...facts, completing: 1 })).toEqual({ action: "wait", reason: "completing" });
    expect(decideClose({ ...facts, called_off: true, completing: 1 })).toEqual({
      action: "wait",
      reason: "completing",
    });
  });

  it("called off at any time, whatever was ordered", () => {
    expect(decideClose({ ...facts, now: at(9), called_off: true })).toEqual({ action: "end", as: "called_off" });
  });
});
