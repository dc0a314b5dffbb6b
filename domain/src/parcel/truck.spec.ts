import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueOf } from "../../test/expect-result";
import { planBaskets, verifyBaskets, type Basket } from "./plan-baskets";
import { borneByNone, freightOfLoad, freightOfTruck, TRUCK } from "./truck";

const prices = {
  a: {
    cartons: [
      { code: "S", tare_g: 100, max_weight_g: 3_100, cost_minor: 120, currency: "CNY" },
      { code: "L", tare_g: 400, max_weight_g: 12_400, cost_minor: 380, currency: "CNY" },
    ],
    rate_cards: [
      {
        carrier: TRUCK.carrier,
        service: TRUCK.service,
        currency: "CNY",
        first_weight_g: 1_000,
        step_g: 1_000,
        max_weight_g: 1_000_000,
        zones: [{ zone: TRUCK.zone, provinces: [TRUCK.place], first_minor: 0, step_minor: 0 }],
      },
    ],
  },
};
const basketOf = (counts: readonly number[]): Basket => ({
  cooperative: "a",
  province_code: TRUCK.place,
  items: counts.map((count, at) => ({ kind: `line${at}`, weight_g: 700 + 300 * at, count })),
});
const weights = new Map([0, 1, 2].map((at) => [`line${at}`, 700 + 300 * at]));
const planOf = (basket: Basket) => valueOf(planBaskets([basket], prices))[0]!;

describe("what a truck costs, on its cartons", () => {
  it("the plan of a truck's cartons stands up to its check as any other, before its cost is laid on it", () => {
    const basket = basketOf([30, 7]);
    expect(verifyBaskets([basket], prices, [planOf(basket)])).toEqual([]);
  });

  it("is all of it, to the last minor unit, on cartons and on their lines; equal cartons differ by one at most", () => {
    const counts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(counts, fc.bigInt({ min: 0n, max: 2_000_000n }), (packs, freight) => {
        const before = planOf(basketOf(packs));
        const { patterns, parcels } = freightOfTruck(before, freight, weights);
        expect(patterns.reduce((sum, one) => sum + one.freight_minor * BigInt(one.parcels), 0n)).toBe(freight);
        expect(patterns.reduce((sum, one) => sum + one.parcels, 0)).toBe(parcels);
        for (const one of patterns)
          expect(one.lines.reduce((sum, line) => sum + line.freight_minor, 0n)).toBe(one.freight_minor);
        const byWeight = new Map<number, bigint[]>();
        for (const one of patterns)
          byWeight.set(one.gross_g, [...(byWeight.get(one.gross_g) ?? []), one.freight_minor]);
        for (const shares of byWeight.values()) {
          const sorted = [...shares].sort((a, b) => (a < b ? -1 : 1));
          expect(sorted.at(-1)! - sorted[0]!).toBeLessThanOrEqual(1n);
        }
        for (const kind of packs.keys()) {
          const inside = (of: typeof patterns) =>
            of.flatMap((one) =>
              one.lines.filter((line) => line.kind === `line${kind}`).map((line) => line.count * one.parcels),
            );
          const sum = (all: number[]) => all.reduce((total, one) => total + one, 0);
          expect(sum(inside(patterns))).toBe(sum(inside(before.patterns)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is the same whenever it is laid, and refuses a plan that costs something", () => {
    const plan = planOf(basketOf([40]));
    const once = freightOfTruck(plan, 100n, weights);
    expect(freightOfTruck(plan, 100n, weights)).toEqual(once);
    expect(() => freightOfTruck(once, 100n, weights)).toThrow("cost nothing");
  });
});

describe("what of a truck lies on no carton", () => {
  const line = (name: string, freight_minor: bigint, gone_g: bigint) => ({ line: name, freight_minor, gone_g });
  const sumOf = (borne: ReadonlyMap<string, bigint>) => [...borne.values()].reduce((sum, one) => sum + one, 0n);

  it("is the rest of it once a part has driven and nothing follows: 12 of 40 cartons bear 2,685.00 of 8,950.00", () => {
    const load = { freight_minor: 895_000n, borne_minor: 268_500n };
    expect(borneByNone({ ...load, gone: true })).toBe(626_500n);
    // Nothing has left: no truck has driven, and nothing is owed for one.
    expect(borneByNone({ ...load, gone: false })).toBe(0n);
    expect(borneByNone({ freight_minor: 895_000n, borne_minor: 0n, gone: false })).toBe(0n);
    // Cartons to come bear it.
    expect(borneByNone({ ...load, borne_minor: 895_000n, gone: true })).toBe(0n);
  });

  it("is laid on the lines of what has left, by weight; a line of which nothing left bears nothing of it", () => {
    expect(freightOfLoad(100n, [line("b", 10n, 1_000n), line("a", 20n, 2_000n), line("c", 0n, 0n)])).toEqual(
      new Map([
        ["b", 33n],
        ["a", 67n],
        ["c", 0n],
      ]),
    );
    expect(freightOfLoad(100n, [line("a", 30n, 0n)])).toEqual(new Map([["a", 30n]]));
    expect(freightOfLoad(100n, [])).toEqual(new Map());
  });

  it("for any load of which something left the lines bear just what the truck costs, and none less than its cartons", () => {
    const some = fc.array(
      fc.record({
        freight_minor: fc.bigInt({ min: 0n, max: 90_000n }),
        gone_g: fc.bigInt({ min: 0n, max: 9_000_000n }),
      }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(some, fc.bigInt({ min: 0n, max: 900_000n }), (given, more) => {
        const lines = given.map((one, at) => ({ ...one, line: `line${at}` }));
        const borne = lines.reduce((sum, one) => sum + one.freight_minor, 0n);
        const gone = lines.some((one) => one.gone_g > 0n);
        const found = freightOfLoad(borne + more, lines);
        expect(sumOf(found)).toBe(gone ? borne + more : borne);
        for (const one of lines) expect(found.get(one.line)).toBeGreaterThanOrEqual(one.freight_minor);
      }),
    );
  });
});
