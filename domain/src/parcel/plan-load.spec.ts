import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { reasonOf, shuffled, valueOf } from "../../test/expect-result";
import sets from "../__fixtures__/binpacking.json";
import { planLoad, type LoadPlan, type PlanLoadInput } from "./plan-load";
import { verifyLoadPlan } from "./verify-load";
import { anyLoad } from "../../test/any-load";

// Seconds of arithmetic, and more on a machine that does other things meanwhile.
vi.setConfig({ testTimeout: 60_000 });

/** Enough of a search for a test. */
const QUICK = { effort: 0.02 };

/** A plan that stands the check by separate code. */
function checked(input: PlanLoadInput, options = QUICK): LoadPlan {
  const plan = valueOf(planLoad(input, options));
  expect(verifyLoadPlan(input, plan)).toEqual([]);
  return plan;
}

const contents = (plan: LoadPlan): unknown =>
  plan.patterns.map(({ parcels, items, box }) => ({ parcels, items, carton: box.carton?.code, cost: box.cost_minor }));

describe("for any load, cartons, carriers and rules", () => {
  test("packs in are packs out, every limit holds, the cost is the tariff's, the bound is proven and not above the plan", () => {
    fc.assert(
      fc.property(anyLoad(), (input) => {
        const planned = planLoad(input, QUICK);
        fc.pre(planned.ok || planned.refusal.reason !== "nothing_to_send");
        if (planned.ok) expect(verifyLoadPlan(input, planned.value)).toEqual([]);
        else expect(["pack_fits_nowhere", "no_rate"]).toContain(planned.refusal.reason);
      }),
      { numRuns: 100 },
    );
  });

  test("what is fragile travels apart: the proof of the other goods need say nothing of fragile parcels", () => {
    const card = {
      service: "s",
      currency: "CNY",
      zones: [{ zone: "z", provinces: [], first_minor: 0n, step_minor: 0n }],
      first_weight_g: 1_000,
      step_g: 100,
      max_weight_g: 6_000,
    };
    const load: PlanLoadInput = {
      items: [
        { kind: "k0", weight_g: 50, count: 1, fragile: true, temperature: "cold" },
        { kind: "k1", weight_g: 50, count: 501 },
      ],
      zone: "z",
      rate_cards: [
        { ...card, carrier: "a", surcharges: [{ code: "fragile", amount_minor: 1n, above_g: 1 }] },
        { ...card, carrier: "b", minimum_minor: 1n },
      ],
    };
    const plan = valueOf(planLoad(load, QUICK));
    expect(verifyLoadPlan(load, plan)).toEqual([]);
  });

  test("the same seed gives the same plan, in whatever order kinds, cartons and carriers are listed", () => {
    fc.assert(
      fc.property(anyLoad(), fc.array(fc.integer(), { minLength: 5, maxLength: 5 }), (input, order) => {
        const plan = planLoad(input, QUICK);
        fc.pre(plan.ok);
        const again = planLoad(
          {
            ...input,
            items: shuffled(input.items, order),
            cartons: shuffled(input.cartons ?? [], order),
            rate_cards: shuffled(input.rate_cards ?? [], order),
          },
          QUICK,
        );
        expect(contents(valueOf(again))).toEqual(contents(valueOf(plan)));
        expect(valueOf(again).certificate.lower_bound).toBe(valueOf(plan).certificate.lower_bound);
      }),
      { numRuns: 50 },
    );
  });

  test("the bound is not above, and the plan not below, what trying every division gives", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 30, max: 60 }),
        (weights, capacity_g) => {
          const items = weights.map((weight_g, at) => ({ kind: `k${at}`, weight_g, count: 1 }));
          const plan = checked({ items, capacity_g });
          let fewest = Infinity;
          const place = (at: number, rooms: readonly number[]): void => {
            if (rooms.length >= fewest) return;
            if (at === weights.length) {
              fewest = rooms.length;
              return;
            }
            rooms.forEach((room, bin) => {
              if (room >= weights[at]!)
                place(
                  at + 1,
                  rooms.map((left, of) => (of === bin ? left - weights[at]! : left)),
                );
            });
            place(at + 1, [...rooms, capacity_g - weights[at]!]);
          };
          place(0, []);
          expect(plan.certificate.lower_bound).toBeLessThanOrEqual(fewest);
          expect(plan.parcels).toBe(fewest);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("planted loads, whose fewest parcels are known because full parcels were cut up to make them", () => {
  const planted = fc.record({
    cuts: fc.array(fc.array(fc.integer({ min: 300, max: 9_000 }), { minLength: 1, maxLength: 5 }), {
      minLength: 2,
      maxLength: 12,
    }),
    times: fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 12, maxLength: 12 }),
  });
  test("at most one parcel more, with a bound of exactly as many", () => {
    fc.assert(
      fc.property(planted, ({ cuts, times }) => {
        const counts = new Map<number, number>();
        let parcels = 0;
        cuts.forEach((pieces, at) => {
          const whole: number[] = [];
          let left = 20_000;
          for (const piece of pieces) {
            if (piece >= left) break;
            whole.push(piece);
            left -= piece;
          }
          for (const piece of [...whole, left]) counts.set(piece, (counts.get(piece) ?? 0) + times[at]!);
          parcels += times[at]!;
        });
        const items = [...counts].map(([weight_g, count]) => ({ kind: `${weight_g} g`, weight_g, count }));
        const plan = checked({ items, capacity_g: 20_000 });
        expect(plan.certificate.lower_bound).toBe(parcels);
        expect(plan.parcels - parcels).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});

test("all forty public bin-packing sets end at their known optimum, with proof", () => {
  for (const { name, capacity, optimum, items } of sets) {
    const input = {
      items: items.map((weight_g, at) => ({ kind: `item ${at}`, weight_g, count: 1 })),
      capacity_g: capacity,
    };
    const plan = checked(input, { effort: 1 });
    expect([name, plan.certificate.lower_bound, plan.parcels]).toEqual([name, optimum, optimum]);
  }
});

describe("five million packs into 20 kg", () => {
  const items = Array.from({ length: 25 }, (_, at) => ({
    kind: `kind ${at}`,
    weight_g: 503 + ((at * 7_919) % 9_400),
    count: 200_000,
  }));

  test("at most one parcel above the bound", () => {
    const plan = checked({ items, capacity_g: 20_000 }, { effort: 1 });
    expect(plan.parcels - plan.certificate.lower_bound).toBeLessThanOrEqual(1);
  });

  test("and at most a millionth of the cost above it", () => {
    const { certificate } = checked(
      {
        items,
        cartons: [{ code: "L", tare_g: 420, max_weight_g: 20_420, cost_minor: 380, currency: "CNY" }],
        rate_cards: [
          {
            carrier: "c",
            service: "s",
            currency: "CNY",
            first_weight_g: 1_000,
            step_g: 1_000,
            max_weight_g: 30_000,
            zones: [{ zone: "z", provinces: [], first_minor: 800, step_minor: 200 }],
          },
        ],
      },
      { effort: 1 },
    );
    expect(certificate.upper_bound).toBeLessThanOrEqual(certificate.lower_bound * 1.000_001);
  });
});

describe("a time limit", () => {
  const items = Array.from({ length: 60 }, (_, at) => ({
    kind: `kind ${at}`,
    weight_g: 500 + ((at * 1_237) % 7_000),
    count: 1 + ((at * 37) % 50),
  }));
  test("ends the search with a plan that holds, and a bound that is never called converged", () => {
    for (const limit_ms of [0.5, 2.5, 10.5, 100.5]) {
      // A clock that goes on by one with each look at it, so that the same step is always the last.
      let time = 0;
      const input = { items, capacity_g: 20_000 };
      const plan = valueOf(planLoad(input, { now: () => time++, limit_ms }));
      expect(verifyLoadPlan(input, plan)).toEqual([]);
      if (limit_ms < 2) expect(plan.certificate.converged).toBe(false);
    }
  });
  test("is not needed: without one the linear programme comes to its end", () => {
    expect(checked({ items, capacity_g: 20_000 }).certificate.converged).toBe(true);
  });
});

describe("goods that are each weighed by themselves", () => {
  test("two thousand sizes: every pack once, within two in a hundred of the proven bound", () => {
    const items = Array.from({ length: 2_000 }, (_, at) => ({
      kind: `pumpkin ${at}`,
      weight_g: 900 + ((at * 48_271) % 6_607),
      count: 1,
    }));
    const { parcels, certificate } = checked({ items, capacity_g: 20_000 });
    expect(certificate.parts.map((part) => part.by)).toEqual(["weight"]);
    expect(parcels).toBeLessThanOrEqual(certificate.lower_bound * 1.02);
  });

  test("heavy ones: the bound counts those that can't be together", () => {
    const items = Array.from({ length: 400 }, (_, at) => ({ kind: `p${at}`, weight_g: 10_001 + at, count: 1 }));
    expect(checked({ items, capacity_g: 20_000 })).toMatchObject({ parcels: 400, certificate: { lower_bound: 400 } });
  });

  test("with volume, two temperatures and prices", () => {
    const items = Array.from({ length: 900 }, (_, at) => ({
      kind: `p${at}`,
      weight_g: 900 + ((at * 48_271) % 6_607),
      volume_ml: 1_000 + ((at * 7_919) % 9_001),
      temperature: at % 2 === 0 ? "cool" : "frozen",
      count: 1,
    }));
    const cartons = [
      { code: "L", tare_g: 420, max_weight_g: 20_420, inner_ml: 30_000, cost_minor: 380, currency: "CNY" },
    ];
    expect(checked({ items, cartons }).certificate.parts).toHaveLength(2);
  });
});

describe("hard limits", () => {
  const pack = { weight_g: 1_000, count: 6 };
  test("temperature classes never share a parcel, nor kinds that one of the two will not go with", () => {
    const items = [
      { kind: "ice", ...pack, temperature: "frozen" },
      { kind: "nut", ...pack },
      { kind: "tea", ...pack, not_with: ["fish"] },
      { kind: "fish", ...pack },
    ];
    const plan = checked({ items, capacity_g: 100_000 });
    expect(plan.parcels).toBe(3);
  });

  test("a declared value is not passed", () => {
    const items = [{ kind: "ring", weight_g: 10, value_minor: 40_000, count: 7 }];
    const rate_cards = [
      {
        carrier: "c",
        service: "s",
        currency: "CNY",
        first_weight_g: 1_000,
        step_g: 1_000,
        max_weight_g: 30_000,
        max_value_minor: 100_000,
        zones: [{ zone: "z", provinces: [], first_minor: 800, step_minor: 200 }],
      },
    ];
    expect(checked({ items, rate_cards })).toMatchObject({ parcels: 4, cost_minor: 3_200n });
  });

  test("more forbidden pairs than sets can be looked at: still kept apart", () => {
    const items = Array.from({ length: 20 }, (_, at) => ({
      kind: `k${at}`,
      weight_g: 1_000 + at,
      count: 50,
      not_with: Array.from({ length: 20 }, (__, of) => `k${of}`).filter((_k, of) => (at * 7 + of * 3) % 5 === 0),
    }));
    checked({ items, capacity_g: 20_000 });
  });
});

describe("refuses, with a sentence", () => {
  const items = [{ kind: "walnut 5 kg", weight_g: 5_000, count: 3 }];
  const card = {
    carrier: "c",
    service: "s",
    currency: "CNY",
    first_weight_g: 1_000,
    step_g: 1_000,
    max_weight_g: 30_000,
    zones: [{ zone: "near", provinces: [], first_minor: 800, step_minor: 200 }],
  };
  const sized = (size: object): object => ({ items: [{ ...items[0], ...size }], capacity_g: 20_000 });
  test.each<[string, object, string, RegExp]>([
    ["a size of zero, by name", sized({ weight_g: 0 }), "invalid_input", /"walnut 5 kg": weight_g is 0/],
    ["a negative size", sized({ volume_ml: -1 }), "invalid_input", /"walnut 5 kg": volume_ml is -1/],
    ["a fraction of a gram", sized({ weight_g: 12.5 }), "invalid_input", /"walnut 5 kg": weight_g is 12.5/],
    ["half a pack", sized({ count: 0.5 }), "invalid_input", /"walnut 5 kg": count is 0.5/],
    ["nothing", { items: [], capacity_g: 5 }, "nothing_to_send", /nothing to send/],
    ["no limit at all", { items }, "no_limit", /limit/],
    ["a zone without a rate", { items, rate_cards: [card], zone: "moon" }, "no_rate", /"moon".*"near"/],
    [
      "a kind with two sizes",
      { items: [...items, { ...items[0], weight_g: 4 }], capacity_g: 9_000 },
      "kind_differs",
      /walnut/,
    ],
    [
      "more than can be added up",
      { items: [{ ...items[0], weight_g: 2 ** 50, count: 9 }], capacity_g: 2 ** 50 },
      "too_much",
      /exactly/,
    ],
  ])("%s", (_, input, reason, said) => {
    const refused = planLoad(input as PlanLoadInput);
    expect(reasonOf(refused)).toBe(reason);
    expect(refused.ok ? "" : refused.refusal.message).toMatch(said);
  });

  test("all packs that fit nowhere at once, each with its reason", () => {
    const refused = planLoad({
      items: [
        ...items,
        { kind: "anvil", weight_g: 26_000, count: 1 },
        { kind: "quilt", weight_g: 900, volume_ml: 90_000, count: 2 },
      ],
      cartons: [{ code: "L", tare_g: 500, max_weight_g: 20_000, inner_ml: 30_000, cost_minor: 5, currency: "CNY" }],
    });
    expect(reasonOf(refused)).toBe("pack_fits_nowhere");
    expect(refused.ok ? null : refused.refusal.details).toEqual({
      packs: [
        { kind: "anvil", why: "26000 g is over the 19500 g that the largest parcel holds" },
        { kind: "quilt", why: "90000 ml is over the 30000 ml of the largest carton" },
      ],
    });
  });
});
