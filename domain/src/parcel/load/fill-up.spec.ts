import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillUp } from "./fill-up";
import { randomOf } from "./random";

const options = (bound: number, seed = 1, effort = 0.02) => ({
  bound,
  effort,
  random: randomOf(seed),
  due: () => false,
});
const heaviestFirst = (weights: readonly number[]) => [...weights].sort((a, b) => b - a);

describe("packs that each weigh something else", () => {
  test("are each in one parcel, none over its capacity, the same for the same seed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 80 }),
        fc.integer({ min: 900, max: 2_000 }),
        fc.nat(99),
        (some, capacity, seed) => {
          const weights = heaviestFirst(some);
          const parcels = fillUp(weights, capacity, options(0, seed, 0.001)) ?? [];
          expect(parcels.flat().sort((a, b) => a - b)).toEqual(weights.map((_, at) => at));
          for (const content of parcels) {
            expect(content.reduce((sum, at) => sum + weights[at]!, 0)).toBeLessThanOrEqual(capacity);
          }
          expect(fillUp(weights, capacity, options(0, seed, 0.001)) ?? []).toEqual(parcels);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    [900, 7_500],
    [1_000, 10_000],
    [2_000, 9_000],
    [3_500, 12_000],
  ])("5,000 of %i to %i g go into 20 kg with no more than one parcel above what their weight needs", (least, most) => {
    const random = randomOf(least);
    const weights = heaviestFirst(
      Array.from({ length: 5_000 }, () => least + Math.floor(random() * (most - least + 1))),
    );
    const bound = Math.ceil(weights.reduce((sum, weight) => sum + weight, 0) / 20_000);
    // Of the heavy ones each over half a parcel is one: their bound is not by weight alone.
    const over = weights.filter((weight) => weight > 10_000).length;
    const parcels = fillUp(weights, 20_000, options(Math.max(bound, over), 1, 0.3))!;
    expect(parcels.length).toBeLessThanOrEqual(Math.max(bound, over) + 1);
  });

  test("planted: parcels that were full to the gram are found again, or all but one", () => {
    const random = randomOf(5);
    const weights: number[] = [];
    for (let parcel = 0; parcel < 400; parcel++) {
      const [a, b] = [2_000 + Math.floor(random() * 6_000), 2_000 + Math.floor(random() * 6_000)];
      weights.push(a, b, 20_000 - a - b);
    }
    const parcels = fillUp(heaviestFirst(weights), 20_000, options(400, 1, 0.3))!;
    expect(parcels.length).toBeLessThanOrEqual(401);
  });

  test("a pack over the capacity is no plan; time that is up gives the plan there is", () => {
    expect(fillUp([21], 20, options(1))).toBeNull();
    const weights = heaviestFirst(Array.from({ length: 500 }, (_, at) => 5_000 + at));
    const parcels = fillUp(weights, 20_000, { ...options(0), due: () => true })!;
    expect(parcels.flat()).toHaveLength(500);
    // Each is filled still, one pack after the other: three go into one.
    expect(parcels.length).toBeLessThanOrEqual(250);
  });
});
