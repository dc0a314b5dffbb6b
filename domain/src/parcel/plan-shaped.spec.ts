import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { valueOf } from "../../test/expect-result";
import { fillCarton } from "./boxes/fill-carton";
import type { CartonInput } from "./carton";
import { planParcels, type PlanParcelsInput } from "./plan-parcels";
import { planLoad, type PlanLoadInput } from "./plan-load";
import { rate } from "./rate";
import { rateCardSchema, type RateCardInput } from "./rate-card";
import { verifyDestinationPlan, verifyLoadPlan } from "./verify-load";

vi.setConfig({ testTimeout: 60_000 });

type Item = PlanParcelsInput["destinations"][number]["items"][number];
const SMALL: CartonInput = box("S", [300, 200, 200], 100);
const LARGE: CartonInput = box("L", [500, 400, 300], 300);
const CARD: RateCardInput = {
  carrier: "c",
  service: "s",
  currency: "CNY",
  first_weight_g: 1_000,
  step_g: 1_000,
  max_weight_g: 30_000,
  zones: [{ zone: "z", provinces: ["44"], first_minor: 800, step_minor: 200 }],
};

function box(code: string, size_mm: [number, number, number], cost_minor: number): CartonInput {
  return { code, tare_g: 100, max_weight_g: 25_000, size_mm, cost_minor, currency: "CNY" };
}

function plan(items: Item[], cartons: CartonInput[] = [SMALL], rate_cards: RateCardInput[] = [CARD]) {
  const destination = { id: "d", province_code: "44", items };
  const planned = valueOf(planParcels({ destinations: [destination], cartons, rate_cards }));
  const [one] = planned.destinations;
  if (one !== undefined) expect(verifyDestinationPlan(destination, { cartons, rate_cards }, one)).toEqual([]);
  return { ...planned, one, why: planned.refused[0]?.message };
}

describe("packs whose sides are known lie in their carton", () => {
  test("two that fit by the litre and not as boxes go in two parcels, and the bound says what litres alone would allow", () => {
    const loaf: Item = { kind: "loaf", weight_g: 500, size_mm: [250, 150, 150], count: 2 };
    expect(plan([{ ...loaf, size_mm: undefined, volume_ml: 5_625 }]).parcel_count).toBe(1);
    const planned = plan([loaf]);
    expect(planned.parcel_count).toBe(2);
    expect(planned.one!.certificate).toMatchObject({ lower_bound: 100 + 800 + 200, upper_bound: 2 * (100 + 800) });
    expect(planned.one!.parcels[0]!.placement).toHaveLength(1);
  });

  test("take the larger carton where that is cheaper than a second one", () => {
    const loaf: Item = { kind: "loaf", weight_g: 400, size_mm: [250, 150, 150], count: 2 };
    const planned = plan([loaf], [SMALL, LARGE]);
    expect(planned.one!.parcels.map((parcel) => parcel.carton)).toEqual(["L"]);
  });

  test("that must stay upright are not laid down to fit", () => {
    const jar: Item = { kind: "jar", weight_g: 500, size_mm: [90, 90, 250], count: 4 };
    expect(plan([jar], [SMALL, LARGE]).one!.parcels.map((parcel) => parcel.carton)).toEqual(["S"]);
    const standing = plan([{ ...jar, keep_upright: true }], [SMALL, LARGE]);
    expect(standing.one!.parcels.map((parcel) => parcel.carton)).toEqual(["L"]);
    expect(standing.one!.parcels[0]!.placement!.every((block) => block.side_mm[2] === 250)).toBe(true);
  });

  test("are refused by name and sides when no carton takes one of them", () => {
    const sword: Item = { kind: "sword", weight_g: 500, size_mm: [20, 20, 700], count: 1 };
    expect(plan([sword], [SMALL, LARGE]).why).toContain(
      `A pack of "sword" fits no carton and carrier: its 20 x 20 x 700 mm`,
    );
    const lamp: Item = { kind: "lamp", weight_g: 500, size_mm: [20, 20, 350], keep_upright: true, count: 1 };
    expect(plan([lamp], [SMALL, LARGE]).why).toContain("20 x 20 x 350 mm, standing, fit into no carton");
    expect(plan([{ ...lamp, keep_upright: false }], [SMALL, LARGE]).parcel_count).toBe(1);
  });

  test("are planned by litres beside packs, and in cartons, whose sides nobody gave", () => {
    const loaf: Item = { kind: "loaf", weight_g: 500, size_mm: [250, 150, 150], count: 2 };
    const unknown = { ...SMALL, size_mm: undefined, inner_ml: 12_000 };
    expect(plan([loaf], [unknown]).parcel_count).toBe(1);
    expect(plan([loaf], [unknown]).one!.parcels[0]!.placement).toBeNull();
    expect(plan([loaf, { kind: "nuts", weight_g: 100, count: 1 }]).parcel_count).toBe(1);
  });

  test("in bulk: thousands of three kinds, every parcel laid, and not far above what litres allow", () => {
    const load: PlanLoadInput = {
      items: [
        { kind: "eggs", weight_g: 900, size_mm: [250, 120, 70], keep_upright: true, fragile: true, count: 3_000 },
        { kind: "honey", weight_g: 1_300, size_mm: [110, 110, 160], keep_upright: true, count: 2_000 },
        { kind: "nuts", weight_g: 600, size_mm: [180, 130, 60], count: 4_000 },
      ],
      cartons: [SMALL, LARGE],
      rate_cards: [CARD],
    };
    const planned = valueOf(planLoad(load));
    expect(verifyLoadPlan(load, planned)).toEqual([]);
    expect(planned.patterns.every((pattern) => pattern.placement !== null)).toBe(true);
    const { lower_bound, upper_bound } = planned.certificate;
    expect(upper_bound / lower_bound).toBeLessThan(1.15);
    expect(valueOf(planLoad({ ...load, items: [...load.items].reverse() })).patterns).toEqual(planned.patterns);
  });

  test("a plan without its placement, with another's, or of a dearer carton than can be said, does not stand its check", () => {
    const load: PlanLoadInput = {
      items: [{ kind: "loaf", weight_g: 400, size_mm: [250, 150, 150], count: 2 }],
      cartons: [SMALL, LARGE],
      rate_cards: [CARD],
    };
    const planned = valueOf(planLoad(load));
    const [only] = planned.patterns;
    const not = (change: Partial<typeof only>) =>
      verifyLoadPlan(load, { ...planned, patterns: [{ ...only!, ...change }] });
    expect(not({})).toEqual([]);
    expect(not({ placement: null })[0]).toContain("nothing says how its packs lie");
    expect(not({ placement: only!.placement!.map((block) => ({ ...block, count: [1, 1, 1] as const })) })).not.toEqual(
      [],
    );
    const small = { ...load, items: [{ ...load.items[0]!, size_mm: undefined, volume_ml: 5_625 }] };
    expect(verifyLoadPlan(small, planned)[0]).toContain("it costs");
  });
});

/** Every division of these packs into parcels, the cheapest of it: by cards read anew, and contents laid by the filling alone. */
function leastOfAll(
  items: readonly Item[],
  cartons: readonly CartonInput[],
  cards: readonly RateCardInput[],
): bigint | null {
  const packs = items.flatMap((item) => Array.from({ length: item.count }, () => item));
  const read = cards.map((card) => rateCardSchema.parse(card));
  const costs = new Map<string, bigint | null>();
  const costOf = (inside: readonly Item[]): bigint | null => {
    const key = inside.map((item) => item.kind).join();
    if (costs.has(key)) return costs.get(key)!;
    let least: bigint | null = null;
    const apart = inside.some((one) => inside.some((other) => one.not_with?.includes(other.kind)));
    const goods_g = inside.reduce((sum, item) => sum + item.weight_g, 0);
    const value = inside.reduce((sum, item) => sum + BigInt(item.value_minor ?? 0), 0n);
    const kinds = [...new Set(inside)].map((item) => ({
      ...item,
      size_mm: item.size_mm!,
      keep_upright: item.keep_upright === true,
    }));
    const shapes = kinds.map((item) => ({ ...item, count: inside.filter((one) => one.kind === item.kind).length }));
    for (const carton of apart ? [] : cartons) {
      const gross_g = goods_g + carton.tare_g;
      if (gross_g > carton.max_weight_g) continue;
      const [length, width, height] = carton.size_mm ?? [1_000, 1_000, 1_000];
      if (carton.size_mm !== undefined && !fillCarton(carton.size_mm, shapes).all) continue;
      for (const card of read) {
        if (value > (card.max_value_minor ?? value)) continue;
        const volume_ml = Math.floor((length * width * height) / 1_000);
        const said = rate(card, "z", {
          gross_g,
          ...(carton.size_mm === undefined ? {} : { volume_ml }),
          fragile: inside.some((item) => item.fragile),
          cold: inside.some((item) => item.cold),
          ...(card.declared === undefined ? {} : { declared_minor: value }),
        });
        if (!said.ok) continue;
        const cost = BigInt(carton.cost_minor) + said.value.amount_minor;
        if (least === null || cost < least) least = cost;
      }
    }
    costs.set(key, least);
    return least;
  };
  let best: bigint | null = null;
  const place = (at: number, parcels: readonly (readonly Item[])[]): void => {
    if (at === packs.length) {
      const all = parcels.map(costOf);
      if (all.includes(null)) return;
      const sum = all.reduce<bigint>((total, cost) => total + cost!, 0n);
      if (best === null || sum < best) best = sum;
      return;
    }
    parcels.forEach((inside, of) =>
      place(
        at + 1,
        parcels.map((one, n) => (n === of ? [...inside, packs[at]!] : one)),
      ),
    );
    place(at + 1, [...parcels, [packs[at]!]]);
  };
  place(0, []);
  return best;
}

describe("small baskets are planned as cheaply as trying every division", () => {
  const side = fc.integer({ min: 60, max: 240 });
  const item = (kind: string) =>
    fc.record({
      kind: fc.constant(kind),
      weight_g: fc.integer({ min: 200, max: 4_000 }),
      size_mm: fc.tuple(side, side, side),
      keep_upright: fc.boolean(),
      fragile: fc.boolean(),
      cold: fc.boolean(),
      value_minor: fc.integer({ min: 0, max: 60_000 }),
      not_with: fc.constantFrom([], ["b"], ["c"]),
      count: fc.integer({ min: 0, max: 3 }),
    });
  const any = fc
    .tuple(item("a"), item("b"), item("c"))
    .map((items) => items.map((one) => ({ ...one, not_with: one.not_with.filter((kind) => kind !== one.kind) })));
  const DEAR: RateCardInput = {
    ...CARD,
    surcharges: [
      { code: "fragile", amount_minor: 300 },
      { code: "cold", bp: 5_000 },
    ],
    declared: { bp: 50, minimum_minor: 100, max_minor: 100_000 },
  };
  const OTHER: RateCardInput = {
    ...CARD,
    carrier: "o",
    surcharges: [{ code: "fragile", bp: 2_000 }],
    minimum_minor: 1_100,
    max_value_minor: 150_000,
  };

  test("of fragile, cold and precious goods: the cost is the least there is, and proven", () => {
    const cartons = [SMALL, LARGE].map(({ size_mm: _, ...carton }, at) => ({
      ...carton,
      max_weight_g: 3_000 + 5_000 * at,
    }));
    fc.assert(
      fc.property(any, (items) => {
        fc.pre(items.some(({ count }) => count > 0) && items.reduce((sum, one) => sum + one.count, 0) <= 7);
        const planned = plan(items, cartons, [DEAR, OTHER]);
        const least = leastOfAll(items, cartons, [DEAR, OTHER]);
        expect(planned.one === undefined ? null : planned.total_minor).toBe(least);
        if (least !== null) expect(planned.lower_bound_minor).toBe(least);
      }),
      { numRuns: 80 },
    );
  });

  test("of packs with sides: what is planned can be laid, costs the least of all that can, and the bound is not above it", () => {
    fc.assert(
      fc.property(any, (items) => {
        fc.pre(items.some(({ count }) => count > 0) && items.reduce((sum, one) => sum + one.count, 0) <= 6);
        const planned = plan(items, [SMALL, LARGE], [CARD]);
        const least = leastOfAll(items, [SMALL, LARGE], [CARD]);
        expect(planned.one === undefined ? null : planned.total_minor).toBe(least);
        if (least !== null) expect(planned.lower_bound_minor <= least).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
