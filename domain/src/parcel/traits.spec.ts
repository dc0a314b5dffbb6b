import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { valueOf } from "../../test/expect-result";
import { randomOf } from "./load/random";
import { planLoad, type PlanLoadInput } from "./plan-load";
import { planParcels, type PlanParcelsInput } from "./plan-parcels";
import { rate } from "./rate";
import { rateCardSchema, type RateCardInput } from "./rate-card";
import { verifyLoadPlan } from "./verify-load";

const CARTONS = [
  { code: "S", tare_g: 100, max_weight_g: 3_000, cost_minor: 100, currency: "CNY" },
  { code: "L", tare_g: 300, max_weight_g: 12_000, cost_minor: 300, currency: "CNY" },
];
const card = (change: Partial<RateCardInput> = {}): RateCardInput => ({
  carrier: "sf",
  service: "standard",
  currency: "CNY",
  first_weight_g: 1_000,
  step_g: 1_000,
  max_weight_g: 20_000,
  zones: [{ zone: "1", provinces: ["44"], first_minor: 800, step_minor: 200 }],
  ...change,
});
const DEAR = card({
  surcharges: [
    { code: "fragile", amount_minor: 300 },
    { code: "cold", bp: 5_000 },
  ],
});
type Item = PlanParcelsInput["destinations"][number]["items"][number];
const plan = (items: Item[], rate_cards: RateCardInput[] = [DEAR]) => {
  const planned = valueOf(
    planParcels({ destinations: [{ id: "d", province_code: "44", items }], cartons: CARTONS, rate_cards }),
  );
  expect(planned.refused).toEqual([]);
  return planned;
};

/** What a card says of each planned parcel, read from what is in it: separate from the planner's own pricing. */
function freightByCard(
  items: readonly Item[],
  cards: readonly RateCardInput[],
  planned: ReturnType<typeof plan>,
): bigint {
  return planned.destinations[0]!.parcels.reduce((sum, parcel) => {
    const inside = parcel.items.map(({ kind }) => items.find((item) => item.kind === kind)!);
    const own = cards.map((one) => rateCardSchema.parse(one)).find((one) => one.carrier === parcel.carrier)!;
    const said = rate(own, parcel.zone, {
      gross_g: parcel.gross_g,
      fragile: inside.some((item) => item.fragile),
      cold: inside.some((item) => item.cold),
    });
    expect(parcel.freight_minor).toBe(valueOf(said).amount_minor);
    return sum + parcel.freight_minor;
  }, 0n);
}

describe("goods that cards charge more for", () => {
  it("cost what the card says: eggs the fragile surcharge, cold meat the cold one, walnuts none", () => {
    const freight = (item: Partial<Item>) =>
      plan([{ kind: "a", weight_g: 1_900, count: 1, ...item }]).destinations[0]!.parcels[0]!.freight_minor;
    expect(freight({})).toBe(1_000n);
    expect(freight({ fragile: true })).toBe(1_300n);
    expect(freight({ cold: true })).toBe(1_500n);
    expect(freight({ fragile: true, cold: true })).toBe(1_800n);
  });

  it("go with the carrier that is cheaper for such goods", () => {
    const kind = card({ carrier: "zto", zones: [{ zone: "1", provinces: ["44"], first_minor: 900, step_minor: 210 }] });
    const carrier = (item: Partial<Item>) =>
      plan([{ kind: "a", weight_g: 1_900, count: 1, ...item }], [DEAR, kind]).destinations[0]!.parcels[0]!.carrier;
    expect(carrier({})).toBe("sf");
    expect(carrier({ fragile: true })).toBe("zto");
  });

  it("share a box with others when that is cheaper than a box of their own, and part when it is not", () => {
    const eggs = { kind: "eggs", weight_g: 900, count: 1, fragile: true };
    const nuts = { kind: "nuts", weight_g: 900, count: 1 };
    expect(plan([eggs, nuts]).parcel_count).toBe(1);
    // A surcharge in proportion to the weight beside it: the heavy goods travel better alone.
    const steep = card({ surcharges: [{ code: "fragile", bp: 10_000 }] });
    const heavy = { kind: "nuts", weight_g: 9_000, count: 1 };
    const planned = plan([eggs, heavy], [steep]);
    expect(planned.parcel_count).toBe(2);
    expect(planned.total_minor).toBe(800n + 800n + 100n + (800n + 9n * 200n) + 300n);
  });

  it("change nothing where no card charges for them, and are planned once with plain ones", () => {
    const destinations = [undefined, true].map((fragile, index) => ({
      id: String(index),
      province_code: "44",
      items: [{ kind: "a", weight_g: 900, count: 3, fragile, cold: fragile }],
    }));
    const planned = valueOf(planParcels({ destinations, cartons: CARTONS, rate_cards: [card()] }));
    expect(planned.distinct_plans).toBe(1);
    expect(planned.destinations[0]!.parcels).toEqual(planned.destinations[1]!.parcels);
  });

  it("are refused when one kind is listed as two sorts", () => {
    const items = [
      { kind: "a", weight_g: 900, count: 1 },
      { kind: "a", weight_g: 900, count: 1, fragile: true },
    ];
    const planned = valueOf(
      planParcels({ destinations: [{ id: "d", province_code: "44", items }], cartons: CARTONS, rate_cards: [DEAR] }),
    );
    expect(planned.refused[0]?.reason).toBe("kind_differs");
  });

  it("any basket: every parcel costs what its card says, every pack is in one, the bound holds, sorts alone are as cheap as can be", () => {
    const item = (kind: string) =>
      fc.record({
        kind: fc.constant(kind),
        weight_g: fc.integer({ min: 100, max: 2_500 }),
        count: fc.integer({ min: 0, max: 6 }),
        fragile: fc.boolean(),
        cold: fc.boolean(),
      });
    const cards = [DEAR, card({ carrier: "zto", surcharges: [{ code: "fragile", bp: 2_000 }], minimum_minor: 1_100 })];
    fc.assert(
      fc.property(fc.tuple(item("a"), item("b"), item("c")), (items) => {
        if (items.every(({ count }) => count === 0)) return;
        const planned = plan(items, cards);
        const { parcels } = planned.destinations[0]!;
        for (const { kind, count } of items) {
          const packed = parcels.flatMap((parcel) => parcel.items).filter((one) => one.kind === kind);
          expect(packed.reduce((sum, one) => sum + one.count, 0)).toBe(count);
        }
        const cartons_minor = parcels.reduce((sum, parcel) => sum + parcel.carton_minor, 0n);
        expect(planned.total_minor).toBe(freightByCard(items, cards, planned) + cartons_minor);
        expect(planned.lower_bound_minor <= planned.total_minor).toBe(true);
        expect(plan([...items].reverse(), cards).total_minor).toBe(planned.total_minor);
        // All fragile: as if the surcharge were due on everything, which the planner proves the least of.
        const alike = items.map((one) => ({ ...one, fragile: true, cold: false }));
        const always = cards.map((one) => ({
          ...one,
          surcharges: one.surcharges!.flatMap((extra) =>
            extra.code === "fragile" ? [{ ...extra, code: "other" as const }] : [],
          ),
        }));
        const plain = items.map(({ fragile: _, cold: __, ...one }) => one);
        expect(plan(alike, cards).total_minor).toBe(plan(plain, always).total_minor);
      }),
      { numRuns: 80 },
    );
  });
});

describe("thousands of fragile and plain packs, and cold ones", () => {
  test.each([1, 2, 3])("planted %i: parcels that were full of one sort are proven the cheapest, and found", (seed) => {
    const random = randomOf(seed);
    const kinds = new Map<string, PlanLoadInput["items"][number]>();
    let optimum = 0;
    for (const [sort, extra_minor] of [
      [{}, 0],
      [{ fragile: true }, 500],
      [{ cold: true }, 900],
    ] as const) {
      for (let content = 0; content < 4; content++) {
        const parcels = 40 + Math.floor(random() * 200);
        optimum += parcels * (4_000 + 300 + extra_minor);
        for (let left = 20_000; left > 0;) {
          const weight_g = left <= 4_000 ? left : 1_000 + 50 * Math.floor(random() * 60);
          left -= weight_g;
          const kind = `${JSON.stringify(sort)}${weight_g}`;
          kinds.set(kind, { kind, weight_g, ...sort, count: parcels + (kinds.get(kind)?.count ?? 0) });
        }
      }
    }
    const load: PlanLoadInput = {
      items: [...kinds.values()],
      cartons: [{ code: "L", tare_g: 400, max_weight_g: 20_400, cost_minor: 300, currency: "CNY" }],
      rate_cards: [
        {
          ...card(),
          first_weight_g: 30_000,
          max_weight_g: 30_000,
          zones: [{ zone: "1", provinces: ["44"], first_minor: 4_000, step_minor: 100 }],
          surcharges: [
            { code: "fragile", amount_minor: 500 },
            { code: "cold", amount_minor: 900 },
          ],
        },
      ],
    };
    const planned = valueOf(planLoad(load, { effort: 0.3 }));
    expect(verifyLoadPlan(load, planned)).toEqual([]);
    expect(planned.certificate).toMatchObject({ lower_bound: optimum, upper_bound: optimum });
  });
});
