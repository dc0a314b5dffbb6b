import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import { cartonsOnPallet, PALLET_MAX_G, palletsFor } from "./pallets";
import { roadKilometres, truckCarriage, truckRateSchema, truckRatesInForce } from "./truck-rate";

const rate = truckRateSchema.parse({
  name: "9.6 m",
  currency: "CNY",
  capacity_kg: 10_000,
  capacity_pallets: 16,
  base_minor: 50_000,
  per_km_minor: 650,
  minimum_minor: 120_000,
  valid_from: "2026-11-01",
});
const to = { straight_km: 1_000, province_code: "44" };

describe("what a truck costs", () => {
  it("worked example: 1,000 km as the crow flies are 1,300 by road, 500.00 and 6.50 a km", () => {
    expect(valueOf(truckCarriage({ gross_g: 9_000_000, pallets: 12 }, rate, to))).toEqual({
      road_km: 1_300,
      trucks: 1,
      truck_minor: 895_000n,
      freight_minor: 895_000n,
      days: 3,
    });
  });

  it("the least it costs counts for each truck, and a near place takes a day", () => {
    const near = valueOf(truckCarriage({ gross_g: 20_000_001, pallets: 3 }, rate, { ...to, straight_km: 0 }));
    expect(near).toEqual({ road_km: 1, trucks: 3, truck_minor: 120_000n, freight_minor: 360_000n, days: 1 });
  });

  it("as many trucks as weight and as pallets need, at the very limit none more", () => {
    const trucks = (gross_g: number, pallets: number) => valueOf(truckCarriage({ gross_g, pallets }, rate, to)).trucks;
    expect([trucks(10_000_000, 16), trucks(10_000_001, 16), trucks(1, 17), trucks(1, 32)]).toEqual([1, 2, 2, 2]);
  });

  it("half a kilometre is a whole one", () => {
    expect([roadKilometres(5, 13_000), roadKilometres(3, 15_000), roadKilometres(3, 14_999)]).toEqual([7, 5, 4]);
  });

  it("goes where its list says, and everywhere without one; no more than a hundred at once", () => {
    const west = { ...rate, provinces: ["51", "62"] };
    expect(reasonOf(truckCarriage({ gross_g: 1, pallets: 1 }, west, to))).toBe("truck_goes_not_there");
    expect(truckCarriage({ gross_g: 1, pallets: 1 }, west, { ...to, province_code: "62" }).ok).toBe(true);
    expect(reasonOf(truckCarriage({ gross_g: 1_000_000_001, pallets: 1 }, rate, to))).toBe("too_many_trucks");
    expect(() => truckCarriage({ gross_g: 0, pallets: 1 }, rate, to)).toThrow("carries something");
  });

  it("the newest of a name prices a day; its last day ends it, though an older one has none", () => {
    const of = (valid_from: string, valid_to: string | null = null) => ({ name: "a", valid_from, valid_to });
    const rates = [of("2026-01-01"), of("2026-06-01", "2026-06-30"), { ...of("2026-02-01"), name: "b" }];
    const days = (day: string) => truckRatesInForce(rates, day).map((one) => `${one.name} ${one.valid_from}`);
    expect(days("2026-01-31")).toEqual(["a 2026-01-01"]);
    expect(days("2026-06-30")).toEqual(["a 2026-06-01", "b 2026-02-01"]);
    expect(days("2026-07-01")).toEqual(["b 2026-02-01"]);
  });

  it("refuses days in the wrong order and a province twice", () => {
    const wrong = (change: object) =>
      truckRateSchema.safeParse({ ...rate, ...change }).error?.issues[0]?.path.join(".");
    expect(wrong({ valid_to: "2026-10-31" })).toBe("valid_to");
    expect(wrong({ provinces: ["44", "44"] })).toBe("provinces");
    expect(wrong({ road_bp: 9_999 })).toBe("road_bp");
  });
});

describe("pallets", () => {
  it("worked example: a carton of 390 x 290 x 240 mm inside is 400 x 300 x 250 mm: nine a layer, six layers", () => {
    const kind = { gross_g: 10_000, inner_mm: [390, 290, 240] as [number, number, number] };
    expect(cartonsOnPallet(kind)).toBe(54);
    expect(palletsFor([{ ...kind, count: 54 }])).toEqual({ pallets: 1, gross_g: 565_000 });
    expect(palletsFor([{ ...kind, count: 55 }]).pallets).toBe(2);
  });

  it("heavy cartons stand less high; one that is larger than a pallet has one of its own; unmeasured ones count by weight", () => {
    expect(cartonsOnPallet({ gross_g: 50_000, inner_mm: [390, 290, 240] })).toBe(20);
    expect(cartonsOnPallet({ gross_g: 50_000, inner_mm: [1_400, 900, 300] })).toBe(1);
    expect(cartonsOnPallet({ gross_g: 30_000, inner_mm: null })).toBe(33);
    expect(cartonsOnPallet({ gross_g: 2 * PALLET_MAX_G, inner_mm: null })).toBe(1);
  });

  it("kinds share a pallet by their parts of it, rounded up once", () => {
    const third = { count: 11, gross_g: 30_000, inner_mm: null };
    expect(palletsFor([third]).pallets).toBe(1);
    expect(palletsFor([third, { ...third, count: 22 }]).pallets).toBe(1);
    expect(palletsFor([third, { ...third, count: 23 }]).pallets).toBe(2);
    expect(palletsFor([])).toEqual({ pallets: 0, gross_g: 0 });
  });

  it("is never fewer than the weight needs, nor more than a pallet a carton", () => {
    const side = fc.integer({ min: 50, max: 1_600 });
    const kind = fc.record({
      count: fc.integer({ min: 1, max: 500 }),
      gross_g: fc.integer({ min: 100, max: 60_000 }),
      inner_mm: fc.option(fc.tuple(side, side, side)),
    });
    fc.assert(
      fc.property(fc.array(kind, { minLength: 1, maxLength: 5 }), (kinds) => {
        const goods_g = kinds.reduce((sum, one) => sum + one.count * one.gross_g, 0);
        const { pallets } = palletsFor(kinds);
        expect(pallets * PALLET_MAX_G).toBeGreaterThanOrEqual(goods_g);
        expect(pallets).toBeLessThanOrEqual(kinds.reduce((sum, one) => sum + one.count, 0));
      }),
    );
  });
});
