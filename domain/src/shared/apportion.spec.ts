import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shuffled } from "../../test/expect-result";
import { apportion, roundToSum } from "./apportion";
import { compareText } from "./order";

const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 });

test("left-over units go to the largest remainders, ties by key", () => {
  expect(apportion(10n, [1n, 1n, 1n], ["c", "a", "b"], compareText)).toEqual([3n, 4n, 3n]);
  expect(apportion(7n, [1n, 2n, 4n], ["a", "b", "c"], compareText)).toEqual([1n, 2n, 4n]);
  // Exact 1.43, 2.86, 5.71: the two odd units go to .86 and .71.
  expect(apportion(10n, [1n, 2n, 4n], ["a", "b", "c"], compareText)).toEqual([1n, 3n, 6n]);
  expect(apportion(5n, [0n, 1n], ["a", "b"], compareText)).toEqual([0n, 5n]);
  expect(apportion(0n, [], [], compareText)).toEqual([]);
});

test("input that no caller may pass throws", () => {
  expect(() => apportion(1n, [0n], ["a"], compareText)).toThrow("no weight");
  expect(() => apportion(-1n, [1n], ["a"], compareText)).toThrow("negative total");
  expect(() => apportion(1n, [-1n, 2n], ["a", "b"], compareText)).toThrow("negative weight");
  expect(() => apportion(1n, [1n], [], compareText)).toThrow("one key");
  expect(() => roundToSum([3n], 2n, 2n, ["a"], compareText)).toThrow("do not sum");
});

describe("for any total and weights", () => {
  test("shares sum to the whole, each within one unit of exact, nothing for no weight, in any order", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        weights,
        fc.array(fc.integer(), { minLength: 30, maxLength: 30 }),
        (total, given, order) => {
          const sum = given.reduce((all, weight) => all + weight, 0n);
          fc.pre(sum > 0n);
          const keys = given.map((_, index) => `k${index}`);
          const shares = apportion(total, given, keys, compareText);
          expect(shares.reduce((all, share) => all + share, 0n)).toBe(total);
          shares.forEach((share, index) => {
            const off = share * sum - total * given[index]!;
            expect(off < sum && off > -sum).toBe(true);
            if (given[index] === 0n) expect(share).toBe(0n);
          });
          const mixed = shuffled(
            keys.map((key, index) => ({ key, weight: given[index]!, share: shares[index]! })),
            order,
          );
          const again = apportion(
            total,
            mixed.map((entry) => entry.weight),
            mixed.map((entry) => entry.key),
            compareText,
          );
          expect(again).toEqual(mixed.map((entry) => entry.share));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("not one minor unit is lost or made in 200,000 splits", () => {
    // A small linear congruential generator: the same 200,000 cases every time, without fast-check's cost per case.
    let seed = 20_261_201;
    const next = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed % below;
    };
    const allKeys = ["a", "b", "c", "d", "e", "f"];
    let off = 0;
    for (let run = 0; run < 200_000; run++) {
      const size = 1 + next(6);
      const total = BigInt(next(1_000_000));
      const parts = Array.from({ length: size }, () => BigInt(next(3_000)));
      parts[0]! += 1n;
      const shares = apportion(total, parts, allKeys.slice(0, size), compareText);
      if (shares.reduce((sum, share) => sum + share, 0n) !== total) off++;
    }
    expect(off).toBe(0);
  });
});
