import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { rate, rateParcel } from "./rate";
import {
  cardsInForce,
  rateCardSchema,
  ratedParcelSchema,
  zoneOf,
  type RateCard,
  type RateCardInput,
} from "./rate-card";

const input: RateCardInput = {
  carrier: "sf",
  service: "standard",
  currency: "CNY",
  first_weight_g: 1_000,
  step_g: 1_000,
  zones: [
    { zone: "1", provinces: ["33", "31"], first_minor: 600, step_minor: 100 },
    { zone: "3", provinces: ["51"], first_minor: 800, step_minor: 200 },
    { zone: "Asia", provinces: [], countries: ["JP", "KR"], first_minor: 9_000, step_minor: 4_000 },
  ],
  max_weight_g: 30_000,
};
const card = rateCardSchema.parse(input);
const TODAY = "2026-11-26";

test("first weight, then every step begun; and it says so in both languages", () => {
  const at = (gross_g: number): string => valueOf(rate(card, "3", { gross_g })).explained;
  expect(at(12_000)).toBe("12 kg zone 3: 8.00 first kg + 11 x 2.00 = 30.00");
  expect(at(11_001)).toBe("11.001 kg counts as 12 kg, zone 3: 8.00 first kg + 11 x 2.00 = 30.00");
  expect(at(1_000)).toBe("1 kg zone 3: 8.00 first kg = 8.00");
  expect(valueOf(rate(card, "3", { gross_g: 11_200 })).explained_zh).toBe(
    "11.2 公斤按 12 公斤计，3 区：首重 1 公斤 8.00 + 续重 11 × 2.00 = 30.00",
  );
  expect([1_000, 1_001, 2_000, 30_000].map((gross_g) => valueOf(rate(card, "3", { gross_g })).amount_minor)).toEqual([
    800n,
    1_000n,
    1_000n,
    6_600n,
  ]);
});

test("other first weights and steps are named", () => {
  const other = rateCardSchema.parse({ ...input, first_weight_g: 3_000, step_g: 500 });
  expect(valueOf(rate(other, "1", { gross_g: 3_600 })).explained).toBe(
    "3.6 kg counts as 4 kg, zone 1: 6.00 first 3 kg + 2 x 1.00 per 0.5 kg = 8.00",
  );
});

test("a light parcel in a large box pays by its volume, which its size gives when it is not said", () => {
  const volumetric = rateCardSchema.parse({ ...input, volumetric_divisor: 6_000 });
  // 24,000 ml / 6,000 = 4 kg.
  const quote = valueOf(rate(volumetric, "3", { gross_g: 900, volume_ml: 24_000 }));
  expect(quote).toMatchObject({ billed_g: 4_000, amount_minor: 1_400n });
  expect(quote.explained).toBe("4 kg by volume zone 3: 8.00 first kg + 3 x 2.00 = 14.00");
  expect(valueOf(rate(volumetric, "3", { gross_g: 900, size_mm: [400, 300, 200] })).amount_minor).toBe(1_400n);
  expect(valueOf(rate(volumetric, "3", { gross_g: 5_000, volume_ml: 24_000 })).amount_minor).toBe(1_600n);
  expect(reasonOf(rate(volumetric, "3", { gross_g: 900, volume_ml: 180_001 }))).toBe("too_heavy");
});

test("minimum, surcharges and insurance are parts of their own, and the parts sum to the price", () => {
  const rich = rateCardSchema.parse({
    ...input,
    minimum_minor: 1_000,
    surcharges: [
      { code: "fuel", bp: 500 },
      { code: "heavy", amount_minor: 300, above_g: 20_000 },
      { code: "cold", amount_minor: 700 },
      { code: "peak", amount_minor: 50, zones: ["1"] },
    ],
    declared: { bp: 30, minimum_minor: 100, max_minor: 2_000_000 },
  });
  const light = valueOf(rate(rich, "3", { gross_g: 500, declared_minor: 50_000n }));
  expect(light.parts).toEqual([
    { what: "first", amount_minor: 800n },
    { what: "to_minimum", amount_minor: 200n },
    { what: "fuel", amount_minor: 50n },
    { what: "declared", amount_minor: 150n },
  ]);
  expect(light.explained).toBe(
    "0.5 kg counts as 1 kg, zone 3: 8.00 first kg + 2.00 up to the minimum of 10.00 + 0.50 fuel + 1.50 insurance = 12.00",
  );
  expect(light.explained_zh).toBe(
    "0.5 公斤按 1 公斤计，3 区：首重 1 公斤 8.00 + 补足最低运费 10.00：2.00 + 燃油附加费 0.50 + 保价费 1.50 = 12.00",
  );
  const heavy = valueOf(rate(rich, "1", { gross_g: 20_001, cold: true, declared_minor: 1n }));
  expect(heavy.parts.map((part) => part.what)).toEqual(["first", "steps", "fuel", "heavy", "cold", "peak", "declared"]);
  expect(reasonOf(rate(rich, "1", { gross_g: 1, declared_minor: 2_000_001n }))).toBe("value_too_high");
});

test("a place has its zone: a province by any code in it, a country by its letters", () => {
  expect([
    zoneOf(card, "33"),
    zoneOf(card, "510104"),
    zoneOf(card, "65"),
    zoneOf(card, "JP"),
    zoneOf(card, "US"),
  ]).toEqual(["1", "3", null, "Asia", null]);
});

describe("refuses by name", () => {
  const parcel = ratedParcelSchema.parse({ place: "510104", gross_g: 1_000 });

  test("what the card does not carry", () => {
    expect(reasonOf(rate(card, "3", { gross_g: 30_001 }))).toBe("too_heavy");
    expect(reasonOf(rate(card, "9", { gross_g: 1 }))).toBe("unknown_zone");
    expect(reasonOf(rate(card, "3", { gross_g: 1, declared_minor: 1n }))).toBe("no_insurance");
    const narrow = rateCardSchema.parse({ ...input, max_side_mm: 600, max_sides_mm: 1_000 });
    expect(reasonOf(rate(narrow, "3", { gross_g: 1, size_mm: [601, 10, 10] }))).toBe("too_large");
    expect(reasonOf(rate(narrow, "3", { gross_g: 1, size_mm: [400, 301, 300] }))).toBe("too_large");
    for (const gross_g of [0, -1, 1.5, NaN]) expect(reasonOf(rate(card, "3", { gross_g }))).toBe("invalid_weight");
  });

  test("a place without a zone, and a day the card is not good for", () => {
    expect(reasonOf(rateParcel({ ...parcel, place: "65" }, card, TODAY))).toBe("no_zone");
    const season = rateCardSchema.parse({ ...input, valid_from: "2026-12-01", valid_to: "2026-12-31" });
    expect(reasonOf(rateParcel(parcel, season, "2026-11-30"))).toBe("not_in_force");
    expect(reasonOf(rateParcel(parcel, season, "2027-01-01"))).toBe("not_in_force");
    expect(reasonOf(rateParcel(parcel, season, "2026-02-30"))).toBe("invalid_date");
    expect(valueOf(rateParcel(parcel, season, "2026-12-31")).amount_minor).toBe(800n);
  });

  test("a card with a province in two zones, a zone twice, or a code that is none", () => {
    const [near, far] = input.zones as [RateCardInput["zones"][number], RateCardInput["zones"][number]];
    const isCard = (change: Partial<RateCardInput>): boolean =>
      rateCardSchema.safeParse({ ...input, ...change }).success;
    expect(isCard({ zones: [near, far] })).toBe(true);
    expect(isCard({ zones: [near, { ...far, provinces: ["31"] }] })).toBe(false);
    expect(isCard({ zones: [near, { ...far, zone: "1" }] })).toBe(false);
    expect(isCard({ zones: [{ ...near, provinces: ["330100"] }] })).toBe(false);
    expect(isCard({ valid_from: "2026-12-02", valid_to: "2026-12-01" })).toBe(false);
    expect(isCard({ surcharges: [{ code: "fuel" }] })).toBe(false);
    expect(isCard({ surcharges: [{ code: "fuel", bp: 1, zones: ["9"] }] })).toBe(false);
  });
});

test("a newer card supersedes from its first day, and not before", () => {
  const old = { ...card, valid_from: "2026-01-01" };
  const next = { ...card, valid_from: "2026-12-01", valid_to: "2026-12-31" };
  const other = { ...card, service: "road" };
  const on = (day: string) => cardsInForce([next, other, old], day);
  expect(on("2026-11-30")).toEqual([other, old]);
  expect(on("2026-12-01")).toEqual([other, next]);
  // The newer card ended: the older one was superseded and does not come back.
  expect(on("2027-01-01")).toEqual([other]);
});

const cards = fc
  .record({
    first_weight_g: fc.integer({ min: 1, max: 5_000 }),
    step_g: fc.integer({ min: 1, max: 3_000 }),
    first_minor: fc.integer({ min: 0, max: 5_000 }),
    step_minor: fc.integer({ min: 0, max: 3_000 }),
    divisor: fc.option(fc.integer({ min: 1_000, max: 12_000 }), { nil: undefined }),
    minimum_minor: fc.option(fc.integer({ min: 0, max: 9_000 }), { nil: undefined }),
    bp: fc.integer({ min: 1, max: 9_999 }),
    heavy: fc.record({ amount_minor: fc.integer({ min: 0, max: 900 }), above_g: fc.integer({ min: 1, max: 40_000 }) }),
  })
  .map((drawn): { drawn: typeof drawn; card: RateCard } => ({
    drawn,
    card: rateCardSchema.parse({
      ...input,
      first_weight_g: drawn.first_weight_g,
      step_g: drawn.step_g,
      volumetric_divisor: drawn.divisor,
      minimum_minor: drawn.minimum_minor,
      max_weight_g: 50_000,
      zones: [{ zone: "3", provinces: ["51"], first_minor: drawn.first_minor, step_minor: drawn.step_minor }],
      surcharges: [
        { code: "fuel", bp: drawn.bp },
        { code: "heavy", ...drawn.heavy },
      ],
    }),
  }));
const weights = fc.record({
  gross_g: fc.integer({ min: 1, max: 25_000 }),
  volume_ml: fc.integer({ min: 0, max: 25_000 }),
});

test("property: equals a slow recomputation gram by gram, and its parts sum to it", () => {
  fc.assert(
    fc.property(cards, weights, ({ drawn, card }, weight) => {
      const quote = valueOf(rate(card, "3", weight));
      let counted = weight.gross_g;
      // Smallest number of grams whose volume, by the divisor, holds the parcel.
      if (drawn.divisor !== undefined) while (counted * drawn.divisor < weight.volume_ml * 1_000) counted += 1;
      let paid_to = drawn.first_weight_g;
      let freight = drawn.first_minor;
      while (paid_to < counted) {
        paid_to += drawn.step_g;
        freight += drawn.step_minor;
      }
      freight = Math.max(freight, drawn.minimum_minor ?? 0);
      const fuel = Math.floor((freight * drawn.bp + 5_000) / 10_000);
      const heavy = counted > drawn.heavy.above_g ? drawn.heavy.amount_minor : 0;
      expect(quote.billed_g).toBe(paid_to);
      expect(quote.amount_minor).toBe(BigInt(freight + fuel + heavy));
      expect(quote.parts.reduce((sum, part) => sum + part.amount_minor, 0n)).toBe(quote.amount_minor);
    }),
    { numRuns: 300 },
  );
});

test("property: never cheaper when heavier or larger", () => {
  fc.assert(
    fc.property(cards, weights, fc.nat(5_000), fc.nat(5_000), ({ card }, weight, more_g, more_ml) => {
      const heavier = { gross_g: weight.gross_g + more_g, volume_ml: weight.volume_ml + more_ml };
      expect(valueOf(rate(card, "3", heavier)).amount_minor).toBeGreaterThanOrEqual(
        valueOf(rate(card, "3", weight)).amount_minor,
      );
    }),
    { numRuns: 300 },
  );
});
