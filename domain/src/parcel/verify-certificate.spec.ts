import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { anyLoad } from "../../test/any-load";
import { valueOf } from "../../test/expect-result";
import type { Certificate, CertificatePart } from "./load/certificate";
import { planLoad, type PlanLoadInput } from "./plan-load";
import { verifyCertificate } from "./verify-certificate";
import { verifyLoadPlan } from "./verify-load";

// Seconds of arithmetic, and more on a machine that does other things meanwhile.
vi.setConfig({ testTimeout: 60_000 });

const input: PlanLoadInput = {
  items: [
    { kind: "egg", weight_g: 1_800, count: 4_110 },
    { kind: "nut", weight_g: 2_510, count: 3_337 },
    { kind: "tea", weight_g: 740, count: 5_201 },
  ],
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
};
const plan = valueOf(planLoad(input, { effort: 0.1 }));
const good = plan.certificate;
type Prices = Extract<CertificatePart, { by: "prices" }>;
const part = good.parts[0] as Prices;
const withPart = (changed: Partial<Prices>): Certificate => {
  const bound = changed.bound ?? part.bound;
  return { ...good, lower_bound: bound, parts: [{ ...part, ...changed }] };
};

test("the certificate of a plan proves its bound", () => {
  expect(part.by).toBe("prices");
  expect(verifyCertificate(input, good)).toEqual([]);
});

describe("a certificate that was tampered with fails", () => {
  test.each<[string, Certificate]>([
    ["a bound one step higher", withPart({ bound: part.bound + 20 })],
    ["a bound one cent higher", withPart({ bound: part.bound + 1 })],
    [
      "a price a thousandth higher",
      withPart({ prices: part.prices.map((price, at) => (at === 1 ? Math.ceil(price * 1.001) : price)) }),
    ],
    ["prices all lower, the bound kept", withPart({ prices: part.prices.map((price) => Math.floor(price * 0.999)) })],
    ["a price that is not whole", withPart({ prices: part.prices.map((price) => price - 0.5) })],
    ["a negative price", withPart({ prices: part.prices.map((price, at) => (at === 2 ? -price : price)) })],
    ["a smaller scale", withPart({ scale: part.scale / 2 })],
    ["no scale", withPart({ scale: 0 })],
    ["a price too few", withPart({ prices: part.prices.slice(1) })],
    ["prices of the wrong kinds", withPart({ kinds: [...part.kinds].reverse() })],
    ["a kind left out", withPart({ kinds: part.kinds.slice(1), prices: part.prices.slice(1) })],
    ["a kind twice", withPart({ kinds: [...part.kinds, part.kinds[0]!], prices: [...part.prices, part.prices[0]!] })],
    ["a kind that is not in the load", withPart({ kinds: [...part.kinds, "gold"], prices: [...part.prices, 2 ** 50] })],
    ["no table for the parcels there are", withPart({ tables: [] })],
    ["a table without size", withPart({ tables: part.tables.map((table) => ({ ...table, unit_g: 0 })) })],
    ["a sum that is not the parts'", { ...good, lower_bound: good.lower_bound + 20 }],
    ["a bound above the plan", { ...withPart({}), upper_bound: good.lower_bound - 20 }],
    [
      "parts that may share a parcel",
      { ...good, parts: part.kinds.map((kind, at) => ({ ...part, kinds: [kind], prices: [part.prices[at]!] })) },
    ],
    [
      "all divisions said to be looked at",
      { ...good, parts: [{ by: "exhaustion", kinds: part.kinds, bound: part.bound }] },
    ],
    [
      "a cheaper gram than there is",
      {
        ...good,
        parts: [{ by: "weight", kinds: part.kinds, threshold_g: 0, goods_g: 1_000, cost: 900, bound: part.bound }],
      },
    ],
    [
      "a threshold where parcels are not counted",
      { ...good, parts: [{ by: "weight", kinds: part.kinds, threshold_g: 900, goods_g: 20_000, cost: 1, bound: 100 }] },
    ],
  ])("%s", (_, tampered) => {
    expect(verifyCertificate(input, tampered)).not.toEqual([]);
  });

  test("and so does a plan with a pack too many, a wrong cost or someone else's certificate", () => {
    const [first, ...rest] = plan.patterns;
    const packs = first!.items.map((item, at) => (at === 0 ? { ...item, count: item.count + 1 } : item));
    expect(verifyLoadPlan(input, { ...plan, patterns: [{ ...first!, items: packs }, ...rest] })).not.toEqual([]);
    expect(verifyLoadPlan(input, { ...plan, patterns: rest })).not.toEqual([]);
    const cheaper = { ...first!, box: { ...first!.box, cost_minor: first!.box.cost_minor - 1n } };
    expect(verifyLoadPlan(input, { ...plan, patterns: [cheaper, ...rest] })).not.toEqual([]);
    expect(verifyLoadPlan(input, { ...plan, certificate: { ...good, upper_bound: good.upper_bound + 1 } })).not.toEqual(
      [],
    );
    expect(verifyLoadPlan(input, plan)).toEqual([]);
  });

  test("for any load: a bound raised by the least there is, is found out", () => {
    fc.assert(
      fc.property(anyLoad(), fc.nat(), (load, chosen) => {
        const planned = planLoad(load, { effort: 0 });
        fc.pre(planned.ok);
        const { certificate } = valueOf(planned);
        const at = chosen % certificate.parts.length;
        const raised = certificate.parts[at]!;
        const bound = { ...raised, bound: raised.bound + 1 };
        const more = {
          ...certificate,
          lower_bound: certificate.lower_bound + 1,
          upper_bound: certificate.upper_bound + 1,
          parts: certificate.parts.map((one, of) => (of === at ? bound : one)),
        };
        expect(verifyCertificate(load, more)).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

test("a small basket's certificate: all divisions looked at, and a bound above them found out", () => {
  const small: PlanLoadInput = {
    ...input,
    items: input.items.map((item, at) => ({ ...item, count: 3 + at * 4, not_with: at === 0 ? ["tea"] : [] })),
  };
  const { certificate } = valueOf(planLoad(small));
  expect(certificate.parts.map((one) => one.by)).toEqual(["exhaustion"]);
  expect(verifyCertificate(small, certificate)).toEqual([]);
  const bound = certificate.lower_bound + 1;
  const raised = {
    ...certificate,
    lower_bound: bound,
    upper_bound: bound,
    parts: [{ ...certificate.parts[0]!, bound }],
  };
  expect(verifyCertificate(small, raised)).not.toEqual([]);
});

test("goods weighed one by one: their certificate proves, and not for a bound more or another threshold", () => {
  const weighed: PlanLoadInput = {
    items: Array.from({ length: 400 }, (_, at) => ({ kind: `p${at}`, weight_g: 4_000 + at * 31, count: 1 })),
    capacity_g: 20_000,
  };
  const { certificate } = valueOf(planLoad(weighed));
  const [only] = certificate.parts;
  expect(only!.by).toBe("weight");
  expect(verifyCertificate(weighed, certificate)).toEqual([]);
  for (const changed of [{ bound: only!.bound + 1 }, { threshold_g: 10_001 }, { goods_g: 19_999 }, { cost: 2 }]) {
    const tampered = { ...only!, ...changed } as CertificatePart;
    expect(verifyCertificate(weighed, { ...certificate, lower_bound: tampered.bound, parts: [tampered] })).not.toEqual(
      [],
    );
  }
});

test("a carton that no tariff carries, or limits that no one carton has together, need no proof", () => {
  const items = [{ kind: "nut", weight_g: 50, volume_ml: 65, count: 501 }];
  const box = { tare_g: 0, currency: "CNY" };
  const wideAndLow: PlanLoadInput = {
    items,
    cartons: [
      { ...box, code: "wide", max_weight_g: 5_000, inner_ml: 20_475, cost_minor: 90 },
      { ...box, code: "heavy", max_weight_g: 15_750, inner_ml: 8_000, cost_minor: 100 },
    ],
  };
  const neverCarried: PlanLoadInput = {
    items,
    cartons: [
      { ...box, code: "small", max_weight_g: 5_000, cost_minor: 5 },
      { ...box, code: "bulky", max_weight_g: 5_000, inner_ml: 36_001, cost_minor: 5 },
    ],
    rate_cards: [{ ...input.rate_cards![0]!, max_weight_g: 6_000, volumetric_divisor: 6_000 }],
  };
  for (const load of [wideAndLow, neverCarried]) expect(verifyLoadPlan(load, valueOf(planLoad(load)))).toEqual([]);
});
