import fc from "fast-check";
import { describe, expect, test } from "vitest";
import examples from "../__fixtures__/examples.json";
import { reasonOf, shuffled, valueOf } from "../../test/expect-result";
import { sha256Hex } from "../shared/sha256";
import { allocate } from "./allocate";
import type { AllocateInput, AllocateLot, AllocateOutput } from "./allocate-types";

const toMap = (output: AllocateOutput): Record<string, number> =>
  Object.fromEntries(output.shares.map((share) => [share.lot, share.grams]));

describe("the worked examples come out to the gram", () => {
  test.each(examples.allocate.map((example) => [example.name, example] as const))("%s", (_, { input, output }) => {
    const got = valueOf(allocate(input as AllocateInput));
    expect(toMap(got)).toEqual(output.shares);
    expect(got.short_g).toBe(output.short_g);
  });
});

const amount = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 5_000 }),
  fc.integer({ min: 0, max: 10 ** 12 }),
);
const lotsOf = (size: number): fc.Arbitrary<AllocateLot[]> =>
  fc
    .array(
      fc.record(
        {
          household: fc.constantFrom("h1", "h2", "h3", "h4", "h5"),
          available_g: amount,
          best_before: fc.constantFrom("2026-12-01", "2026-12-02", "2027-01-01"),
          floor_g: amount,
          past_g: amount,
        },
        { requiredKeys: ["household", "available_g"] },
      ),
      { maxLength: size },
    )
    .map((lots) => lots.map((lot, index) => ({ lot: `l${index}`, ...lot })));
const anyInput: fc.Arbitrary<AllocateInput> = fc
  .record(
    {
      grams: amount,
      rule: fc.constantFrom("pro_rata" as const, "equal" as const, "fefo" as const, "rotation" as const),
      lots: lotsOf(9),
      cap_g: amount,
      min_take_g: fc.integer({ min: 0, max: 2_000 }),
      pack_g: fc.constantFrom(1, 7, 500),
      salt: fc.string({ maxLength: 4 }),
    },
    { requiredKeys: ["grams", "rule", "lots", "salt"] },
  )
  .map((input) => ({ ...input, grams: input.grams - (input.grams % (input.pack_g ?? 1)) }));

interface Household {
  share: number;
  available: number;
  low: number;
  high: number;
  past: number;
}

/** Each household's bounds and share in packs, worked out again from the input. */
function households(input: AllocateInput, output: AllocateOutput): Household[] {
  const pack = input.pack_g ?? 1;
  return [...new Set(input.lots.map((lot) => lot.household))].map((name) => {
    const lots = input.lots.filter((lot) => lot.household === name);
    const most = (of: (lot: AllocateLot) => number): number =>
      Math.max(...lots.map((lot) => Math.floor(of(lot) / pack)));
    const available = lots.reduce((sum, lot) => sum + Math.floor(lot.available_g / pack), 0);
    const high = Math.min(available, input.cap_g === undefined ? Infinity : Math.floor(input.cap_g / pack));
    return {
      share:
        output.shares.filter((share) => share.household === name).reduce((sum, share) => sum + share.grams, 0) / pack,
      available,
      low: Math.min(
        high,
        most((lot) => lot.floor_g ?? 0),
      ),
      high,
      past: most((lot) => lot.past_g ?? 0),
    };
  });
}

describe("for any input", () => {
  test("shares and short sum to what was asked, and no lot gives more than it has", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const output = valueOf(allocate(input));
        const pack = input.pack_g ?? 1;
        const given = output.shares.reduce((sum, share) => sum + share.grams, 0);
        expect(given + output.short_g).toBe(input.grams);
        expect(output.given_g).toBe(given);
        for (const share of output.shares) {
          const lot = input.lots.find((candidate) => candidate.lot === share.lot)!;
          expect(share.household).toBe(lot.household);
          expect(share.grams).toBeGreaterThan(0);
          expect(share.grams % pack).toBe(0);
          expect(share.grams).toBeLessThanOrEqual(lot.available_g);
        }
        expect(new Set(output.shares.map((share) => share.lot)).size).toBe(output.shares.length);
      }),
      { numRuns: 500 },
    );
  });

  test("nothing is short while something may still be given", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const output = valueOf(allocate(input));
        const pack = input.pack_g ?? 1;
        const capped = input.rule !== "fefo" && input.cap_g !== undefined;
        const givable = capped
          ? households(input, output).reduce((sum, household) => sum + household.high, 0)
          : input.lots.reduce((sum, lot) => sum + Math.floor(lot.available_g / pack), 0);
        expect(output.given_g).toBe(Math.min(input.grams, givable * pack));
      }),
      { numRuns: 300 },
    );
  });

  test("the order of the lots does not matter", () => {
    fc.assert(
      fc.property(anyInput, fc.array(fc.integer(), { minLength: 9, maxLength: 9 }), (input, order) => {
        const again = allocate({ ...input, lots: shuffled(input.lots, order) });
        expect(again).toEqual(allocate(input));
      }),
      { numRuns: 300 },
    );
  });
});

describe("pro_rata without cap or floors", () => {
  test("is within one unit of the exact share of every lot", () => {
    fc.assert(
      fc.property(amount, lotsOf(9), fc.constantFrom(1, 500), (grams, lots, pack_g) => {
        const plain = lots.map(({ lot, household, available_g }) => ({ lot, household, available_g }));
        const output = valueOf(
          allocate({ grams: grams - (grams % pack_g), rule: "pro_rata", lots: plain, pack_g, salt: "s" }),
        );
        const shares = toMap(output);
        const units = plain.map((lot) => BigInt(Math.floor(lot.available_g / pack_g)));
        const sum = units.reduce((all, unit) => all + unit, 0n);
        const total = BigInt(output.given_g / pack_g);
        plain.forEach((lot, index) => {
          const off = BigInt((shares[lot.lot] ?? 0) / pack_g) * sum - total * units[index]!;
          expect(sum === 0n || (off < sum && off > -sum)).toBe(true);
        });
      }),
      { numRuns: 300 },
    );
  });

  test("is exact at 10^12 g, where floating point is not", () => {
    // 999,999,999,999 * 333,333,333,333 / 10^12 = 333,333,333,332.666... : a product of 10^23.
    const output = valueOf(
      allocate({
        grams: 999_999_999_999,
        rule: "pro_rata",
        lots: [
          { lot: "a", household: "h1", available_g: 333_333_333_333 },
          { lot: "b", household: "h2", available_g: 666_666_666_667 },
        ],
        salt: "s",
      }),
    );
    expect(toMap(output)).toEqual({ a: 333_333_333_333, b: 666_666_666_666 });
  });
});

describe("by household", () => {
  const byHousehold = anyInput.filter((input) => input.rule !== "fefo" && input.min_take_g === undefined);

  test("no one is above its cap, and no one under its floor unless the floors exceed the order", () => {
    fc.assert(
      fc.property(byHousehold, (input) => {
        const output = valueOf(allocate(input));
        fc.pre(output.by === "household");
        const all = households(input, output);
        const total = output.given_g / (input.pack_g ?? 1);
        const floors = all.reduce((sum, household) => sum + household.low, 0);
        for (const { share, low, high } of all) {
          expect(share).toBeLessThanOrEqual(high);
          if (floors <= total) expect(share).toBeGreaterThanOrEqual(low);
          // Floors in proportion: share / total = low / floors, to one unit.
          else expect(Math.abs(share - Number((BigInt(low) * BigInt(total)) / BigInt(floors)))).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("there is one level: who is above it was lifted by a floor, who is below it gave all it may", () => {
    fc.assert(
      fc.property(byHousehold, (input) => {
        const output = valueOf(allocate(input));
        fc.pre(output.by === "household");
        const all = households(input, output);
        const floors = all.reduce((sum, household) => sum + household.low, 0);
        fc.pre(floors <= output.given_g / (input.pack_g ?? 1));
        // The level at which a household would have that share, as a fraction; one unit of rounding either way.
        const level = (household: Household, share: number): [bigint, bigint] => {
          if (input.rule === "pro_rata") return [BigInt(share), BigInt(household.available)];
          return [BigInt(share + (input.rule === "rotation" ? household.past : 0)), 1n];
        };
        for (const above of all) {
          for (const below of all) {
            if (above === below || above.share <= above.low || below.share >= below.high) continue;
            const [upper, upperOf] = level(above, above.share - 1);
            const [lower, lowerOf] = level(below, below.share + 1);
            expect(upper * lowerOf <= lower * upperOf).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test("splitting one's lots wins nothing", () => {
    const rest = [
      { lot: "b", household: "h2", available_g: 4_000 },
      { lot: "c", household: "h3", available_g: 4_000 },
    ];
    const gives = (lots: AllocateLot[]): number =>
      valueOf(allocate({ grams: 6_000, rule: "equal", lots: [...lots, ...rest], salt: "s" }))
        .shares.filter((share) => share.household === "h1")
        .reduce((sum, share) => sum + share.grams, 0);
    const split = [1, 2, 3, 4].map((n) => ({ lot: `a${n}`, household: "h1", available_g: 1_000 }));
    expect(gives([{ lot: "a", household: "h1", available_g: 4_000 }])).toBe(2_000);
    expect(gives(split)).toBe(2_000);
  });

  test("floor and past are the largest given on any lot of the household", () => {
    const lots: AllocateLot[] = [
      { lot: "a1", household: "h1", available_g: 1_000, past_g: 9_000, floor_g: 300 },
      { lot: "a2", household: "h1", available_g: 1_000 },
      { lot: "b", household: "h2", available_g: 1_000, past_g: 0 },
    ];
    const output = valueOf(allocate({ grams: 1_000, rule: "rotation", lots, salt: "s" }));
    expect(output.shares.filter((share) => share.household === "h1").reduce((sum, share) => sum + share.grams, 0)).toBe(
      300,
    );
    expect(toMap(output)["b"]).toBe(700);
  });
});

test("fefo never touches a later lot while an earlier one has some left", () => {
  fc.assert(
    fc.property(amount, lotsOf(9), (grams, lots) => {
      const shares = toMap(valueOf(allocate({ grams, rule: "fefo", lots, salt: "s" })));
      for (const early of lots) {
        for (const late of lots) {
          if ((early.best_before ?? "9") >= (late.best_before ?? "9")) continue;
          if ((shares[late.lot] ?? 0) > 0) expect(shares[early.lot] ?? 0).toBe(early.available_g);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("ties go by sha256 of salt and id, so that another order favours another household", () => {
  const lots = ["a", "b", "c"].map((lot) => ({ lot, household: `h-${lot}`, available_g: 500 }));
  const favoured = new Set<string>();
  for (let order = 0; order < 20; order++) {
    const salt = `o${order}`;
    const byKey = ["a", "b", "c"].sort((x, y) => (sha256Hex(`${salt}:${x}`) < sha256Hex(`${salt}:${y}`) ? -1 : 1));
    const shares = toMap(valueOf(allocate({ grams: 1_000, rule: "pro_rata", lots, salt })));
    expect(shares[byKey[0]!]).toBe(334);
    favoured.add(byKey[0]!);
  }
  expect(favoured.size).toBe(3);
});

describe("a minimum useful take", () => {
  test("leaves no positive share under it while the others could carry the order without it", () => {
    fc.assert(
      fc.property(anyInput, fc.integer({ min: 1, max: 2_000 }), (input, min_take_g) => {
        const output = valueOf(allocate({ ...input, min_take_g }));
        const kept = output.parties.filter((party) => party.bound !== "dropped");
        const positive = kept.filter((party) => party.share_g > 0);
        const least = Math.min(...positive.map((party) => party.share_g));
        fc.pre(positive.length > 0 && least < min_take_g);
        const cap = output.by === "household" && input.cap_g !== undefined ? input.cap_g : Infinity;
        const pack = input.pack_g ?? 1;
        const may = (available_g: number): number => Math.min(available_g, cap - (cap === Infinity ? 0 : cap % pack));
        const all = kept.reduce((sum, party) => sum + may(party.available_g), 0);
        // The one that stayed is needed.
        const needed = positive.some(
          (party) => party.share_g === least && all - may(party.available_g) < output.given_g,
        );
        expect(needed).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("is given up when the others cannot carry the order", () => {
    const lots = [
      { lot: "a", household: "h1", available_g: 5_000 },
      { lot: "b", household: "h2", available_g: 100 },
    ];
    const output = valueOf(allocate({ grams: 5_050, rule: "pro_rata", lots, min_take_g: 1_000, salt: "s" }));
    expect(toMap(output)).toEqual({ a: 4_951, b: 99 });
  });
});

describe("refuses, with a sentence", () => {
  const lot = { lot: "a", household: "h", available_g: 10 };
  const good = { grams: 10, rule: "pro_rata", lots: [lot], salt: "s" };
  test.each<[string, unknown, string]>([
    ["a lot named twice", { ...good, lots: [lot, lot] }, "duplicate_lot"],
    ["grams that are not whole packs", { ...good, pack_g: 3 }, "grams_not_whole_packs"],
    ["an unknown key", { ...good, colour: "red" }, "invalid_input"],
    ["an unknown key of a lot", { ...good, lots: [{ ...lot, price: 3 }] }, "invalid_input"],
    ["a fraction", { ...good, grams: 1.5 }, "invalid_input"],
    ["a negative", { ...good, lots: [{ ...lot, available_g: -1 }] }, "invalid_input"],
    ["more than can be counted", { ...good, grams: 2 ** 53 }, "invalid_input"],
    ["a rule there is not", { ...good, rule: "lottery" }, "invalid_input"],
    ["a day there is not", { ...good, lots: [{ ...lot, best_before: "2026-02-30" }] }, "invalid_input"],
    ["a pack of nothing", { ...good, pack_g: 0 }, "invalid_input"],
    ["no salt", { grams: 10, rule: "pro_rata", lots: [lot] }, "invalid_input"],
    ["nothing at all", undefined, "invalid_input"],
  ])("%s", (_, input, reason) => {
    expect(reasonOf(allocate(input as AllocateInput))).toBe(reason);
  });
});
