import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import { decideListedPrice, decideListPeriod, priceInList, type ListedPrice } from "./list-price";
import { quickPrice, type PackPrice } from "./price-ladder";

const steps = (...all: [number, number][]) => all.map(([from, minor]) => ({ from, price_minor: BigInt(minor) }));
const listed = (minimum_packs: number | null, ...all: [number, number][]): ListedPrice => ({
  minimum_packs,
  steps: steps(...all),
});
const all: PackPrice = { minimum_packs: 10, steps: steps([0, 5_000], [20, 4_500], [100, 4_000]) };

describe("what a price list says of a pack", () => {
  it("is a ladder, a minimum, both, or nothing", () => {
    for (const one of [listed(null), listed(5), listed(null, [0, 4_800]), listed(5, [0, 4_800], [20, 4_400])])
      expect(valueOf(decideListedPrice(one))).toBe(one);
    expect(reasonOf(decideListedPrice(listed(0)))).toBe("invalid_minimum");
    expect(reasonOf(decideListedPrice(listed(20, [0, 5_000], [20, 4_500])))).toBe("step_below_minimum");
    expect(reasonOf(decideListedPrice(listed(null, [0, 5_000], [20, 5_000])))).toBe("steps_price");
  });

  it("falls back to the price for all companies, each half by itself", () => {
    expect(priceInList(null, all)).toBe(all);
    expect(priceInList(listed(null), all)).toBe(all);
    expect(priceInList(null, null)).toBeNull();
    expect(priceInList(listed(5), all)).toEqual({ ...all, minimum_packs: 5 });
    expect(priceInList(listed(null, [0, 4_800]), all)).toEqual({ minimum_packs: 10, steps: steps([0, 4_800]) });
    expect(priceInList(listed(3, [0, 4_800]), null)).toEqual({ minimum_packs: 3, steps: steps([0, 4_800]) });
    // Without any ladder the minimum stands, and the shop's price holds.
    expect(priceInList(listed(3), null)).toEqual({ minimum_packs: 3, steps: [] });
  });

  it("worked example: a minimum of 50 shows no step that nobody reaches", () => {
    expect(priceInList(listed(50), all)).toEqual({ minimum_packs: 50, steps: steps([0, 4_500], [100, 4_000]) });
    expect(priceInList(listed(100), all)).toEqual({ minimum_packs: 100, steps: steps([0, 4_000]) });
  });

  it("costs the same with or without the steps that were passed over", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 200 }), (minimum, more) => {
        const price = priceInList(listed(minimum), all)!;
        const packs = minimum + more;
        const one = valueOf(quickPrice(price, packs));
        expect(one.unit_minor).toBe(valueOf(quickPrice({ ...all, minimum_packs: minimum }, packs)).unit_minor);
      }),
    );
  });
});

describe("how long a company is in a list", () => {
  const [today, later] = ["2026-12-01", "2026-12-31"];
  it("may be open at both ends, and is no past", () => {
    expect(decideListPeriod({ from_day: null, to_day: null }, today).ok).toBe(true);
    expect(decideListPeriod({ from_day: "2026-01-01", to_day: today }, today).ok).toBe(true);
    expect(reasonOf(decideListPeriod({ from_day: later, to_day: today }, today))).toBe("period_backwards");
    expect(reasonOf(decideListPeriod({ from_day: null, to_day: "2026-11-30" }, today))).toBe("day_past");
    expect(reasonOf(decideListPeriod({ from_day: "2026-02-30", to_day: null }, today))).toBe("invalid_day");
  });
});
