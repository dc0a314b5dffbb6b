import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { planBaskets, verifyBaskets, type Basket } from "./plan-baskets";
import { planParcels } from "./plan-parcels";

const at = (first_minor: number) => ({
  cartons: [
    { code: "S", tare_g: 100, max_weight_g: 3_100, cost_minor: 120, currency: "CNY" },
    { code: "L", tare_g: 400, max_weight_g: 12_400, cost_minor: 380, currency: "CNY" },
  ],
  rate_cards: [
    {
      carrier: "x",
      service: "y",
      currency: "CNY",
      first_weight_g: 1_000,
      step_g: 1_000,
      max_weight_g: 30_000,
      zones: [{ zone: "z", provinces: ["44", "51"], first_minor, step_minor: 150 }],
    },
  ],
});
/** Charges more for fragile and cold goods, and for one of its two zones. */
const DEAR = at(900);
const prices = {
  a: at(600),
  b: {
    ...DEAR,
    rate_cards: DEAR.rate_cards.map((card) => ({
      ...card,
      zones: [
        { zone: "near", provinces: ["44"], first_minor: 900, step_minor: 150 },
        { zone: "far", provinces: ["51"], first_minor: 900, step_minor: 150 },
      ],
      surcharges: [
        { code: "fragile" as const, amount_minor: 300 },
        { code: "cold" as const, bp: 2_500 },
        { code: "other" as const, amount_minor: 70, zones: ["far"] },
      ],
    })),
  },
};

const basket: fc.Arbitrary<Basket> = fc.record({
  cooperative: fc.constantFrom("a", "b"),
  province_code: fc.constantFrom("44", "51"),
  items: fc
    .array(
      fc.record(
        {
          weight_g: fc.integer({ min: 200, max: 4_000 }),
          count: fc.integer({ min: 1, max: 12 }),
          fragile: fc.boolean(),
          cold: fc.boolean(),
        },
        { requiredKeys: ["weight_g", "count"] },
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((items) => items.map((item, index) => ({ ...item, kind: `line_${index}` }))),
});

describe("baskets", () => {
  it("are planned as planParcels plans them, each at its own prices; every pack and every cent of freight is somewhere", () => {
    fc.assert(
      fc.property(fc.array(basket, { maxLength: 8 }), (baskets) => {
        const plans = valueOf(planBaskets(baskets, prices));
        expect(verifyBaskets(baskets, prices, plans)).toEqual([]);
        baskets.forEach((one, index) => {
          const alone = valueOf(
            planParcels({
              ...prices[one.cooperative as "a" | "b"],
              destinations: [{ id: "d", province_code: one.province_code, items: one.items }],
            }),
          );
          const { patterns, certificate } = plans[index]!;
          expect(certificate).toEqual(alone.destinations[0]!.certificate);
          const cost = patterns.reduce((sum, p) => sum + (p.freight_minor + p.carton_minor) * BigInt(p.parcels), 0n);
          expect(cost).toBe(alone.total_minor);
          for (const item of one.items) {
            const packed = patterns.reduce(
              (sum, p) => sum + p.parcels * (p.lines.find((line) => line.kind === item.kind)?.count ?? 0),
              0,
            );
            expect(packed).toBe(item.count);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it("that can't be served are named by their place", () => {
    const items = [{ kind: "k", weight_g: 500, count: 1 }];
    const refused = planBaskets(
      [
        { cooperative: "a", province_code: "44", items },
        { cooperative: "b", province_code: "99", items },
      ],
      prices,
    );
    expect(reasonOf(refused)).toBe("no_rate");
    expect(!refused.ok && refused.refusal.details).toEqual({ basket: 1 });
  });

  it("whose plan was tampered with are found, wherever it was", () => {
    fc.assert(
      fc.property(fc.array(basket, { minLength: 1, maxLength: 4 }), fc.nat(), (baskets, pick) => {
        const plans = valueOf(planBaskets(baskets, prices));
        const index = pick % plans.length;
        const change = (patterns: (typeof plans)[number]["patterns"]) =>
          verifyBaskets(
            baskets,
            prices,
            plans.map((plan, at_) => (at_ === index ? { ...plan, patterns } : plan)),
          );
        const { patterns } = plans[index]!;
        const [first, ...rest] = patterns;
        expect(change(rest)).not.toEqual([]);
        expect(change([{ ...first!, parcels: first!.parcels + 1 }, ...rest])).not.toEqual([]);
        expect(change([{ ...first!, carton_minor: first!.carton_minor - 1n }, ...rest])).not.toEqual([]);
        expect(change([{ ...first!, goods_g: first!.goods_g + 1 }, ...rest])).not.toEqual([]);
        const lines = first!.lines.map((line, i) =>
          i === 0 ? { ...line, freight_minor: line.freight_minor + 1n } : line,
        );
        expect(change([{ ...first!, lines }, ...rest])).not.toEqual([]);
        expect(verifyBaskets(baskets, prices, plans.slice(1))).not.toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
