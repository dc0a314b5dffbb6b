import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rate } from "./rate";
import { rateCardSchema } from "./rate-card";
import { freightAtWeight } from "./weighed-freight";

const card = rateCardSchema.parse({
  carrier: "standin",
  service: "ground",
  currency: "CNY",
  first_weight_g: 1_000,
  step_g: 500,
  zones: [{ zone: "3", provinces: ["44"], first_minor: "800", step_minor: "150" }],
  volumetric_divisor: 6_000,
  max_weight_g: 20_000,
  surcharges: [{ code: "fragile", bp: 1_000 }],
  declared: { bp: 50, minimum_minor: "100", max_minor: "1000000" },
});
const priced = (gross_g: number, more: { volume_ml?: number; fragile?: boolean; declared_minor?: bigint } = {}) => {
  const asked = rate(card, "3", { gross_g, ...more });
  if (!asked.ok) throw new Error(asked.refusal.message);
  const { billed_g, amount_minor } = asked.value;
  const declared_minor = more.declared_minor ?? 0n;
  return { zone: "3", planned_g: gross_g, billed_g, freight_minor: amount_minor, declared_minor };
};

describe("the freight of a parcel at the weight of the scale", () => {
  it("is what the card says: 4.240 kg planned, 4.740 kg weighed is one step more", () => {
    const parcel = priced(4_240);
    expect(parcel.freight_minor).toBe(800n + 7n * 150n);
    expect(freightAtWeight(parcel, card, 4_740)).toBe(800n + 8n * 150n);
  });

  it("at the planned weight is the planned freight, of anything that the card prices", () => {
    const parcels = fc.record({
      gross_g: fc.integer({ min: 1, max: 20_000 }),
      volume_ml: fc.integer({ min: 0, max: 100_000 }),
      fragile: fc.boolean(),
      declared_minor: fc.bigInt({ min: 0n, max: 1_000_000n }),
    });
    fc.assert(
      fc.property(parcels, ({ gross_g, ...more }) => {
        const parcel = priced(gross_g, more);
        expect(freightAtWeight(parcel, card, gross_g)).toBe(parcel.freight_minor);
      }),
    );
  });

  it("is that of the volume as long as the box weighs less, and never falls as the weight grows", () => {
    const light = priced(1_000, { volume_ml: 30_000 });
    expect(freightAtWeight(light, card, 3_000)).toBe(light.freight_minor);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 19_999 }), (grams) => {
        const [less, more] = [freightAtWeight(light, card, grams), freightAtWeight(light, card, grams + 1)];
        expect(more).toBeGreaterThanOrEqual(less ?? 0n);
      }),
    );
  });

  it("is not known where the card never said the planned freight, or takes no such weight", () => {
    expect(freightAtWeight({ ...priced(2_000), freight_minor: 1n }, card, 2_000)).toBeUndefined();
    expect(freightAtWeight(priced(2_000), card, 20_001)).toBeUndefined();
  });
});
