import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, shuffled, valueOf } from "../../../test/expect-result";
import { MAX_PACKS_PER_LINE } from "../../pool/hold";
import { MAX_SPREAD_POOLS, spreadOrder, withOtherPools, type SpreadOffer } from "./spread";

const offer = (
  cooperative_id: string,
  capacity: number,
  price: number,
  more: Partial<SpreadOffer> = {},
): SpreadOffer => ({
  cooperative_id,
  capacity_packs: capacity,
  minimum_packs: 0,
  price_minor_per_pack: BigInt(price),
  carriage_minor_per_pack: 0n,
  stop_minor: 0n,
  distance_km: 100,
  ...more,
});
const counts = (packs: number, offers: readonly SpreadOffer[]) =>
  Object.fromEntries(valueOf(spreadOrder(packs, offers)).takes.map((take) => [take.cooperative_id, take.packs]));

describe("one order over several pools", () => {
  it("worked example: twenty tonnes in 25 kg sacks from three cooperatives, one of which sends by the pallet", () => {
    const offers = [
      offer("wudu", 300, 20_000, { carriage_minor_per_pack: 1_000n }),
      offer("longchuan", 400, 20_500, { carriage_minor_per_pack: 300n, stop_minor: 40_000n }),
      offer("huining", 500, 21_500, { carriage_minor_per_pack: 200n, minimum_packs: 120 }),
    ];
    // The two cheapest have 700; huining sends its 120 or nothing, so 20 fewer come from wudu, whose sacks cost more than longchuan's.
    expect(valueOf(spreadOrder(800, offers))).toEqual({
      takes: [
        { cooperative_id: "huining", packs: 120, goods_minor: 2_580_000n, carriage_minor: 24_000n },
        { cooperative_id: "longchuan", packs: 400, goods_minor: 8_200_000n, carriage_minor: 160_000n },
        { cooperative_id: "wudu", packs: 280, goods_minor: 5_600_000n, carriage_minor: 280_000n },
      ],
      total_minor: 16_844_000n,
      proven: true,
    });
  });

  it("takes from one where one is enough, and the nearer where they cost the same", () => {
    const near = offer("z", 100, 500, { distance_km: 20 });
    expect(counts(100, [offer("a", 100, 500), near])).toEqual({ z: 100 });
    expect(counts(150, [offer("a", 100, 500), near])).toEqual({ z: 100, a: 50 });
    expect(counts(50, [offer("b", 100, 500), offer("a", 100, 500)])).toEqual({ a: 50 });
  });

  it("a stop that costs much is not made for a few packs", () => {
    const far = offer("far", 100, 400, { stop_minor: 10_000n });
    expect(counts(50, [offer("here", 60, 500), far])).toEqual({ here: 50 });
    expect(counts(110, [offer("here", 60, 500), far])).toEqual({ far: 100, here: 10 });
  });

  it("refuses more than all can give and says the most; a pool below its own minimum counts for nothing", () => {
    const offers = [offer("a", 10, 1), offer("b", 20, 1, { minimum_packs: 5 }), offer("c", 4, 1, { minimum_packs: 5 })];
    const above = spreadOrder(31, offers);
    expect(reasonOf(above)).toBe("above_all_pools");
    expect(!above.ok && above.refusal.details).toEqual({ most_packs: 30 });
    expect(reasonOf(spreadOrder(1, []))).toBe("above_all_pools");
  });

  it("says what lies in pools that are left out, of that refusal alone and only where there is something", () => {
    const above = spreadOrder(31, [offer("a", 10, 1), offer("b", 20, 1)]);
    if (above.ok) throw new Error("31 of 30");
    expect(withOtherPools(above.refusal, 12)).toMatchObject({
      reason: "above_all_pools",
      field: "packs",
      details: { most_packs: 30, other_packs: 12 },
      message: expect.stringContaining("12 packs more") as string,
    });
    expect(withOtherPools(above.refusal, 0)).toBe(above.refusal);
    const other = spreadOrder(0, []);
    expect(!other.ok && withOtherPools(other.refusal, 12)).toBe(!other.ok && other.refusal);
  });

  it("refuses what no minimums allow and names the nearest that work", () => {
    const offers = [offer("a", 10, 1, { minimum_packs: 8 }), offer("b", 25, 1, { minimum_packs: 20 })];
    const details = (packs: number) => {
      const refused = spreadOrder(packs, offers);
      expect(reasonOf(refused)).toBe("minimums_do_not_fit");
      return !refused.ok && refused.refusal.details;
    };
    expect(details(5)).toEqual({ less_packs: null, more_packs: 8 });
    expect(details(15)).toEqual({ less_packs: 10, more_packs: 20 });
    expect(details(27)).toEqual({ less_packs: 25, more_packs: 28 });
  });

  it("refuses part packs, a cooperative named twice, figures below zero, and more pools than a page can list", () => {
    for (const packs of [0, -1, 1.5, NaN, MAX_PACKS_PER_LINE + 1])
      expect(reasonOf(spreadOrder(packs, [offer("a", 10, 1)]))).toBe("invalid_packs");
    expect(reasonOf(spreadOrder(1, [offer("a", 1, 1), offer("a", 1, 1)]))).toBe("duplicate_cooperative");
    expect(reasonOf(spreadOrder(1, [offer("a", 1.5, 1)]))).toBe("invalid_offer");
    expect(reasonOf(spreadOrder(1, [offer("a", 1, -1)]))).toBe("invalid_offer");
    const many = Array.from({ length: MAX_SPREAD_POOLS + 1 }, (_, at) => offer(`coop_${at}`, 1, 1));
    expect(reasonOf(spreadOrder(1, many))).toBe("too_many_pools");
  });
});

describe("against all there is", () => {
  const small = fc
    .uniqueArray(
      fc.record({
        id: fc.constantFrom("a", "b", "c", "d", "e"),
        capacity: fc.integer({ min: 0, max: 9 }),
        minimum: fc.integer({ min: 0, max: 6 }),
        price: fc.integer({ min: 0, max: 6 }),
        carriage: fc.integer({ min: 0, max: 2 }),
        stop: fc.constantFrom(0, 0, 3, 7, 20),
        distance_km: fc.integer({ min: 0, max: 2 }),
      }),
      { selector: (one) => one.id, maxLength: 5 },
    )
    .map((all) =>
      all.map((one) =>
        offer(one.id, one.capacity, one.price, {
          minimum_packs: one.minimum,
          carriage_minor_per_pack: BigInt(one.carriage),
          stop_minor: BigInt(one.stop),
          distance_km: one.distance_km,
        }),
      ),
    );
  const costOf = (one: SpreadOffer, packs: number) =>
    packs === 0 ? 0n : one.stop_minor + BigInt(packs) * (one.price_minor_per_pack + one.carriage_minor_per_pack);

  /** Every way there is: the least cost of each sum of packs. */
  function everyWay(offers: readonly SpreadOffer[]): Map<number, bigint> {
    let least = new Map<number, bigint>([[0, 0n]]);
    for (const one of offers) {
      const next = new Map(least);
      for (const [sum, cost] of least) {
        for (let packs = Math.max(1, one.minimum_packs); packs <= one.capacity_packs; packs++) {
          const more = cost + costOf(one, packs);
          const known = next.get(sum + packs);
          if (known === undefined || more < known) next.set(sum + packs, more);
        }
      }
      least = next;
    }
    return least;
  }

  it("is the cheapest of every way; what it refuses no way gives, and what it names instead some way does", () => {
    fc.assert(
      fc.property(
        small,
        fc.integer({ min: 1, max: 45 }),
        fc.array(fc.nat(), { minLength: 1 }),
        (offers, packs, keys) => {
          const least = everyWay(offers);
          const result = spreadOrder(packs, offers);
          expect(spreadOrder(packs, shuffled(offers, keys))).toEqual(result);
          if (!result.ok) {
            expect(least.has(packs)).toBe(false);
            const sums = [...least.keys()].filter((sum) => sum > 0).sort((a, b) => a - b);
            const details =
              packs > Math.max(0, ...sums)
                ? { most_packs: Math.max(0, ...sums) }
                : {
                    less_packs: sums.filter((sum) => sum < packs).at(-1) ?? null,
                    more_packs: sums.find((sum) => sum > packs) ?? null,
                  };
            expect(result.refusal.details).toEqual(details);
            return;
          }
          expect(result.value.proven).toBe(true);
          expect(result.value.total_minor).toBe(least.get(packs));
          let [sum, cost] = [0, 0n];
          for (const take of result.value.takes) {
            const from = offers.find((one) => one.cooperative_id === take.cooperative_id)!;
            expect(take.packs).toBeLessThanOrEqual(from.capacity_packs);
            expect(take.packs).toBeGreaterThanOrEqual(Math.max(1, from.minimum_packs));
            expect(take.goods_minor + take.carriage_minor).toBe(costOf(from, take.packs));
            sum += take.packs;
            cost += costOf(from, take.packs);
          }
          expect([sum, cost]).toEqual([packs, result.value.total_minor]);
        },
      ),
      { numRuns: 700 },
    );
  });

  it("with forty large pools is exact, never above capacity, never dearer than the cheapest first", () => {
    const large = fc
      .array(
        fc.record({
          capacity: fc.integer({ min: 1, max: 30_000 }),
          minimum: fc.integer({ min: 0, max: 5_000 }),
          price: fc.integer({ min: 1, max: 50_000 }),
          stop: fc.integer({ min: 0, max: 500_000 }),
        }),
        { minLength: 20, maxLength: MAX_SPREAD_POOLS },
      )
      .map((all) =>
        all.map((one, at) =>
          offer(`coop_${at}`, one.capacity, one.price, {
            minimum_packs: one.minimum,
            stop_minor: BigInt(one.stop),
          }),
        ),
      );
    fc.assert(
      fc.property(large, fc.integer({ min: 1, max: 200_000 }), (offers, packs) => {
        const result = spreadOrder(packs, offers);
        const cheapest = naive(packs, offers);
        if (!result.ok) {
          expect(cheapest).toBe(null);
          return;
        }
        const { takes, total_minor } = result.value;
        expect(takes.reduce((sum, take) => sum + take.packs, 0)).toBe(packs);
        for (const take of takes) {
          const from = offers.find((one) => one.cooperative_id === take.cooperative_id)!;
          expect(take.packs >= from.minimum_packs && take.packs <= from.capacity_packs).toBe(true);
        }
        if (cheapest !== null) expect(total_minor <= cheapest).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("with more ways than can be looked at, still gives exactly what was asked for, or the nearest that works", () => {
    // Each sends one size or nothing: 19 of them are 38,342 to 39,140 packs, 20 at least 40,380.
    const pallets = Array.from({ length: MAX_SPREAD_POOLS }, (_, at) =>
      offer(`coop_${at}`, 2_000 + 2 * at, 100 + at, { minimum_packs: 2_000 + 2 * at }),
    );
    const between = spreadOrder(40_001, pallets);
    expect(reasonOf(between)).toBe("minimums_do_not_fit");
    expect(!between.ok && between.refusal.details).toEqual({ less_packs: 39_140, more_packs: 40_380 });
    for (const packs of [38_342, 39_000]) {
      const { takes } = valueOf(spreadOrder(packs, pallets));
      expect(takes.reduce((sum, take) => sum + take.packs, 0)).toBe(packs);
    }
  });

  /** By price alone, as much as there is of each, passing over what is below its minimum. */
  function naive(packs: number, offers: readonly SpreadOffer[]): bigint | null {
    let left = packs;
    let cost = 0n;
    const sorted = [...offers].sort((a, b) => Number(a.price_minor_per_pack - b.price_minor_per_pack));
    for (const one of sorted) {
      const count = Math.min(left, one.capacity_packs);
      if (count < Math.max(1, one.minimum_packs)) continue;
      cost += costOf(one, count);
      left -= count;
    }
    return left === 0 ? cost : null;
  }
});
