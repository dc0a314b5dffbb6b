import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { valueOf } from "../../test/expect-result";
import { allocate } from "./allocate";
import type { AllocateInput, AllocateRule } from "./allocate-types";
import { explain } from "./explain";

/** What a household brought, in lots, and how much of it is sold. */
interface Household {
  readonly id: string;
  readonly brought: number;
  readonly lots: number;
  given: number;
}

const LEAST = 500;

/** 1 + 1/2 + ... + 1/n */
const harmonic = (n: number): number => Array.from({ length: n }, (_, at) => 1 / (at + 1)).reduce((a, b) => a + b, 0);

/**
 * One order of a season: what each household has left, its lots first to last, and what it has given so far. `pack_g`: of goods
 * that are not blended, whose useful amount is a pack.
 */
function order(
  households: readonly Household[],
  grams: number,
  rule: AllocateRule,
  salt: string,
  pack_g?: number,
): AllocateInput {
  return {
    grams,
    rule,
    salt,
    turn_g: pack_g ?? LEAST,
    ...(pack_g === undefined ? {} : { pack_g }),
    lots: households.flatMap(({ id, brought, lots, given }) => {
      const size = Math.floor(brought / lots);
      let gone = given;
      return Array.from({ length: lots }, (_, at) => {
        const whole = at === lots - 1 ? brought - size * (lots - 1) : size;
        const taken = Math.min(whole, gone);
        gone -= taken;
        return { lot: `${id}-${at}`, household: id, available_g: whole - taken, past_g: given };
      }).filter((lot) => lot.available_g > 0);
    }),
  };
}

function season(
  households: Household[],
  orders: readonly number[],
  rule: AllocateRule,
  each: () => void,
  pack_g?: number,
): void {
  orders.forEach((wanted, at) => {
    const left = households.reduce((sum, { brought, given }) => sum + brought - given, 0);
    const output = valueOf(allocate(order(households, Math.min(wanted, left), rule, `o${at}`, pack_g)));
    for (const { household, grams } of output.shares) households.find(({ id }) => id === household)!.given += grams;
    each();
  });
}

describe("small orders go round", () => {
  test("over a season of orders of any size nobody is ahead by two useful amounts, or behind by more than the bound", () => {
    const brought = fc.integer({ min: 600, max: 60_000 });
    const sizes = fc.oneof(fc.constantFrom(500, 1_000, 2_500), fc.integer({ min: 1, max: 6_000 }));
    fc.assert(
      fc.property(
        fc.array(fc.record({ brought, lots: fc.integer({ min: 1, max: 3 }) }), { minLength: 2, maxLength: 30 }),
        fc.array(sizes, { minLength: 1, maxLength: 60 }),
        (given, orders) => {
          const households = given.map((one, at): Household => ({ id: `h${at}`, ...one, given: 0 }));
          const all = households.reduce((sum, one) => sum + one.brought, 0);
          season(households, orders, "pro_rata", () => {
            const sold = households.reduce((sum, one) => sum + one.given, 0);
            for (const one of households) {
              const ahead = one.given - (sold * one.brought) / all;
              expect(ahead).toBeLessThan(2 * LEAST + 1);
              expect(-ahead).toBeLessThan(LEAST * harmonic(households.length) + 1);
            }
          });
        },
      ),
      { numRuns: 150, endOnFailure: true },
    );
  });

  test("eighty households and two thousand bags: each has sold its part to within the bound, one to two lots a bag", () => {
    const households = Array.from({ length: 80 }, (_, at): Household => {
      return { id: `h${at}`, brought: at === 0 ? 400_000 : 5_000 + at * 250, lots: 1 + (at % 3), given: 0 };
    });
    const all = households.reduce((sum, one) => sum + one.brought, 0);
    let behind = 0;
    let ahead = 0;
    season(
      households,
      Array.from({ length: 2_000 }, (_, at) => [500, 500, 500, 1_000, 2_500][at % 5]!),
      "pro_rata",
      () => {
        const sold = households.reduce((sum, one) => sum + one.given, 0);
        for (const one of households) {
          behind = Math.max(behind, (sold * one.brought) / all - one.given);
          ahead = Math.max(ahead, one.given - (sold * one.brought) / all);
        }
      },
    );
    expect(behind).toBeLessThan(LEAST * harmonic(80));
    expect(ahead).toBeLessThan(2 * LEAST);
  });

  test("a tin of 100 g comes from one household, whatever forty-two of them brought", () => {
    const households = Array.from({ length: 42 }, (_, at): Household => {
      return { id: `h${at}`, brought: 2_000 + at * 731, lots: 1 + (at % 3), given: 0 };
    });
    season(
      households,
      Array.from({ length: 300 }, () => 100),
      "pro_rata",
      () => undefined,
    );
    const all = households.reduce((sum, one) => sum + one.brought, 0);
    for (const one of households) {
      expect(Math.abs(one.given - (30_000 * one.brought) / all)).toBeLessThan(LEAST * harmonic(42));
    }
    const next = valueOf(allocate(order(households, 100, "pro_rata", "next")));
    expect(next.shares.map((share) => share.grams)).toEqual([100]);
  });

  test.each<AllocateRule>(["pro_rata", "equal"])(
    "packs that are not blended go round as well: by %s, forty households of very different size stay within the bound, in packs",
    (rule) => {
      const PACK = 1_000;
      const households = Array.from({ length: 40 }, (_, at): Household => {
        const packs = rule === "equal" ? 60 : at % 2 === 0 ? 100 : 12 + at;
        return { id: `h${at}`, brought: packs * PACK + 300, lots: 1, given: 0 };
      });
      const whole = households.map((one) => Math.floor(one.brought / PACK));
      const all = whole.reduce((sum, packs) => sum + packs, 0);
      let [behind, ahead] = [0, 0];
      season(
        households,
        Array.from({ length: 400 }, (_, at) => [1, 1, 2, 5, 1][at % 5]! * PACK),
        rule,
        () => {
          const sold = households.reduce((sum, one) => sum + one.given / PACK, 0);
          households.forEach((one, at) => {
            const fair = rule === "equal" ? sold / 40 : (sold * whole[at]!) / all;
            behind = Math.max(behind, fair - one.given / PACK);
            ahead = Math.max(ahead, one.given / PACK - fair);
          });
        },
        PACK,
      );
      expect(behind).toBeLessThan(harmonic(40));
      expect(ahead).toBeLessThan(2);
      expect(households.every((one) => one.given % PACK === 0)).toBe(true);
    },
  );

  test("packs of which everybody gives one are shared by the rule as ever; with 0 as the least, all are", () => {
    const households = ["a", "b"].map((id, at): Household => ({ id, brought: 10_000 * (at + 1), lots: 1, given: 0 }));
    const { turn_g: _, ...plain } = order(households, 6_000, "pro_rata", "s", 1_000);
    expect(valueOf(allocate({ ...plain, turn_g: 1_000 }))).toEqual(valueOf(allocate(plain)));
    const one = { ...plain, grams: 1_000 };
    expect(valueOf(allocate({ ...one, turn_g: 0 }))).toEqual(valueOf(allocate(one)));
  });

  test.each<AllocateRule>(["equal", "rotation"])("by %s, all have sold the same to within the bound", (rule) => {
    const households = Array.from({ length: 40 }, (_, at): Household => {
      return { id: `h${at}`, brought: 30_000, lots: 1, given: 0 };
    });
    season(
      households,
      Array.from({ length: 400 }, (_, at) => [500, 1_500, 250][at % 3]!),
      rule,
      () => {
        const most = Math.max(...households.map((one) => one.given));
        const least = Math.min(...households.map((one) => one.given));
        expect(most - least).toBeLessThan(LEAST * harmonic(40) + 2 * LEAST);
      },
    );
  });

  test("all is given, to the gram, whatever the order of the lots, and no scrap stays behind", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ brought: fc.integer({ min: 1, max: 3_000 }), lots: fc.integer({ min: 1, max: 2 }) }), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 40_000 }),
        fc.constantFrom<AllocateRule>("pro_rata", "equal", "rotation"),
        (given, grams, rule) => {
          const households = given.map((one, at): Household => ({ id: `h${at}`, ...one, given: 0 }));
          const input = order(households, grams, rule, "s");
          const output = valueOf(allocate(input));
          expect(output.given_g + output.short_g).toBe(grams);
          expect(output.shares.reduce((sum, share) => sum + share.grams, 0)).toBe(output.given_g);
          expect(valueOf(allocate({ ...input, lots: [...input.lots].reverse() })).shares).toEqual(output.shares);
          const turns = output.parties.filter((party) => party.bound === "turn" && party.share_g < LEAST);
          // Under a useful amount: all it had, or the end of the order.
          const partial = turns.filter((party) => party.share_g < party.available_g);
          expect(partial.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 300, endOnFailure: true },
    );
  });

  test("a bag of half a kilo comes from one household, and the next from the next; each reads why", () => {
    const households = ["a", "b", "c"].map((id): Household => ({ id, brought: 20_000, lots: 2, given: 0 }));
    const seen: string[] = [];
    for (let at = 0; at < 3; at++) {
      const input = order(households, 500, "pro_rata", `o${at}`);
      const output = valueOf(allocate(input));
      expect(output.shares).toHaveLength(1);
      const [{ household, lot }] = output.shares as [(typeof output.shares)[number]];
      seen.push(household);
      households.find(({ id }) => id === household)!.given += 500;
      const why = new Map(explain(input, output).map((one) => [one.lot, one.why]));
      expect(why.get(lot)!.en).toContain("it was your turn, and you give 0.5 kg");
      expect(why.get(lot)!.zh).toContain("这次轮到您");
      const other = input.lots.find((one) => one.household !== household)!;
      expect(why.get(other.lot)!.en).toContain("small orders go round");
      expect(why.get(other.lot)!.zh).toContain("小单轮流供");
    }
    expect(seen.sort()).toEqual(["a", "b", "c"]);
  });

  test("an order that everybody can give a useful amount of is shared by the rule as ever", () => {
    const households = ["a", "b"].map((id, at): Household => ({ id, brought: 10_000 * (at + 1), lots: 1, given: 0 }));
    const { turn_g: _, ...plain } = order(households, 6_000, "pro_rata", "s");
    expect(valueOf(allocate({ ...plain, turn_g: LEAST }))).toEqual(valueOf(allocate(plain)));
  });

  test("a promised floor comes before the turn of others", () => {
    const input = order(
      ["a", "b"].map((id): Household => ({ id, brought: 10_000, lots: 1, given: id === "b" ? 3_000 : 0 })),
      500,
      "pro_rata",
      "s",
    );
    const lots = input.lots.map((lot) => (lot.household === "b" ? { ...lot, floor_g: 100 } : lot));
    expect(valueOf(allocate({ ...input, lots })).shares).toEqual([{ lot: "b-0", household: "b", grams: 500 }]);
  });
});
