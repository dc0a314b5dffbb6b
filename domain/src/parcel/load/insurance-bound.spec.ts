import fc from "fast-check";
import { expect, test } from "vitest";
import { valueOf } from "../../../test/expect-result";
import { planLoad, type PlanLoadInput } from "../plan-load";
import { rate } from "../rate";
import { rateCardSchema } from "../rate-card";
import { verifyLoadPlan } from "../verify-load";
import type { Goods } from "./goods";
import { leastInsurance } from "./insurance-bound";

const card = (bp: number, minimum_minor: number) => ({
  carrier: "c",
  service: "s",
  currency: "CNY",
  first_weight_g: 1_000,
  step_g: 1_000,
  max_weight_g: 20_000,
  zones: [{ zone: "z", provinces: [], first_minor: 800, step_minor: 200 }],
  declared: { bp, minimum_minor, max_minor: 1_000_000 },
});

test("no division of goods is insured for less than the bound, whatever the rate, the minimum and the rounding", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3_000 }),
      fc.integer({ min: 0, max: 40 }),
      fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 12 }),
      (bp, minimum, parcels) => {
        const own = rateCardSchema.parse(card(bp, minimum));
        const paid = parcels.reduce((sum, value) => {
          const said = valueOf(rate(own, "z", { gross_g: 1_000, declared_minor: BigInt(value) }));
          return sum + Number(said.parts.find((part) => part.what === "declared")!.amount_minor);
        }, 0);
        const all = { value_minor: parcels.reduce((sum, value) => sum + value, 0), count: 1 } as Goods;
        expect(leastInsurance([{ carton: null, lane: { card: own, zone: "z" } }], [all])).toBeLessThanOrEqual(paid);
      },
    ),
    { numRuns: 500 },
  );
});

test("a load of tonnes that is insured: proven to a few parts in a thousand, and a bound raised by one cent is found out", () => {
  const load: PlanLoadInput = {
    items: [
      { kind: "walnuts", weight_g: 2_500, value_minor: 9_800, count: 3_000 },
      { kind: "honey", weight_g: 1_300, value_minor: 12_500, count: 5_000 },
      { kind: "tea", weight_g: 600, value_minor: 21_000, fragile: true, count: 2_000 },
    ],
    cartons: [{ code: "L", tare_g: 400, max_weight_g: 20_000, cost_minor: 300, currency: "CNY" }],
    rate_cards: [{ ...card(50, 200), surcharges: [{ code: "fragile", amount_minor: 300 }] }],
  };
  const plan = valueOf(planLoad(load));
  expect(verifyLoadPlan(load, plan)).toEqual([]);
  const { lower_bound, upper_bound, insurance_minor = 0 } = plan.certificate;
  expect(insurance_minor).toBeGreaterThan(650_000);
  expect(upper_bound / lower_bound).toBeLessThan(1.005);
  const raised = { ...plan.certificate, lower_bound: lower_bound + 1, insurance_minor: insurance_minor + 1 };
  expect(verifyLoadPlan(load, { ...plan, certificate: raised })).not.toEqual([]);
});

test("where insurance alone costs anything, a plan of few packs and of many is proven in money", () => {
  const only = { ...card(100, 50), zones: [{ zone: "z", provinces: [], first_minor: 0, step_minor: 0 }] };
  for (const count of [3, 4_000]) {
    const items = [
      { kind: "a", weight_g: 900, value_minor: 700, count },
      { kind: "b", weight_g: 1_300, value_minor: 900, temperature: "cold", count },
      { kind: "c", weight_g: 1_700, value_minor: 1_100, count },
    ];
    const load = { items, rate_cards: [only] };
    const plan = valueOf(planLoad(load));
    expect(plan.certificate.objective).toBe("cost");
    expect(verifyLoadPlan(load, plan)).toEqual([]);
  }
});
