import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { rate, rateCardSchema, zoneOf, type RateCardInput } from "./rate-card";

const input: RateCardInput = {
  carrier: "sf",
  service: "standard",
  currency: "CNY",
  first_weight_g: 1_000,
  step_g: 1_000,
  zones: [
    { zone: "1", provinces: ["33", "31"], first_minor: 600, step_minor: 100 },
    { zone: "3", provinces: ["51"], first_minor: 800, step_minor: 200 },
  ],
  max_weight_g: 30_000,
};
const card = rateCardSchema.parse(input);

test("first weight, then every step begun; and it says so", () => {
  const at = (gross_g: number): string => valueOf(rate(card, "3", { gross_g })).explained;
  expect(at(12_000)).toBe("12 kg zone 3: 8.00 first kg + 11 x 2.00");
  expect(at(11_001)).toBe("12 kg zone 3: 8.00 first kg + 11 x 2.00");
  expect(at(1_000)).toBe("1 kg zone 3: 8.00 first kg");
  expect(at(1)).toBe("1 kg zone 3: 8.00 first kg");
  expect([1_000, 1_001, 2_000, 30_000].map((gross_g) => valueOf(rate(card, "3", { gross_g })).amount_minor)).toEqual([
    800n,
    1_000n,
    1_000n,
    6_600n,
  ]);
});

test("other first weights and steps are named", () => {
  const other = rateCardSchema.parse({ ...input, first_weight_g: 3_000, step_g: 500 });
  expect(valueOf(rate(other, "1", { gross_g: 3_600 })).explained).toBe("4 kg zone 1: 6.00 first 3 kg + 2 x 1.00");
});

test("a light parcel in a large box pays by its volume", () => {
  const volumetric = rateCardSchema.parse({ ...input, volumetric_divisor: 6_000 });
  // 24,000 ml / 6,000 = 4 kg.
  const quote = valueOf(rate(volumetric, "3", { gross_g: 900, volume_ml: 24_000 }));
  expect(quote).toMatchObject({
    billed_g: 4_000,
    amount_minor: 1_400n,
    explained: "4 kg by volume zone 3: 8.00 first kg + 3 x 2.00",
  });
  expect(valueOf(rate(volumetric, "3", { gross_g: 5_000, volume_ml: 24_000 })).amount_minor).toBe(1_600n);
  expect(reasonOf(rate(volumetric, "3", { gross_g: 900, volume_ml: 180_001 }))).toBe("too_heavy");
});

test("a province has its zone, by the first two digits of any code in it", () => {
  expect([zoneOf(card, "33"), zoneOf(card, "510104"), zoneOf(card, "65")]).toEqual(["1", "3", null]);
});

describe("refuses", () => {
  test("what the card does not carry", () => {
    expect(reasonOf(rate(card, "3", { gross_g: 30_001 }))).toBe("too_heavy");
    expect(reasonOf(rate(card, "9", { gross_g: 1 }))).toBe("unknown_zone");
    for (const gross_g of [0, -1, 1.5, NaN]) expect(reasonOf(rate(card, "3", { gross_g }))).toBe("invalid_weight");
  });

  test("a card with a province in two zones, a zone twice, or a code that is none", () => {
    const [near, far] = input.zones as [RateCardInput["zones"][number], RateCardInput["zones"][number]];
    const isCard = (zones: RateCardInput["zones"]): boolean => rateCardSchema.safeParse({ ...input, zones }).success;
    expect(isCard([near, far])).toBe(true);
    expect(isCard([near, { ...far, provinces: ["31"] }])).toBe(false);
    expect(isCard([near, { ...far, zone: "1" }])).toBe(false);
    expect(isCard([{ ...near, provinces: ["330100"] }])).toBe(false);
  });
});
