import { expect, test } from "vitest";
import { packSchema, type PackInput } from "./pack";
import { whyApart, type ApartParcel } from "./why-apart";

const rates = {
  cartons: [
    {
      code: "S",
      tare_g: 200,
      max_weight_g: 5_200,
      size_mm: [300, 200, 200] as [number, number, number],
      cost_minor: "100",
      currency: "CNY",
    },
  ],
  rate_cards: [
    {
      carrier: "standin",
      service: "parcel",
      currency: "CNY",
      first_weight_g: 1_000,
      step_g: 1_000,
      max_weight_g: 20_000,
      max_value_minor: 50_000,
      zones: [{ zone: "near", provinces: ["44"], first_minor: "800", step_minor: "200" }],
    },
  ],
};
const parcel = (
  pack_g: number,
  pack: PackInput | undefined,
  more: { packs?: number; kind?: string; value?: number } = {},
) => {
  const { packs = 1, kind = `${pack_g}`, value = 0 } = more;
  const lines = [{ kind, title: kind, packs, pack_g, pack: pack && packSchema.parse(pack) }];
  return { lines, value_minor: value, cost_minor: 1_100n } satisfies ApartParcel;
};
const why = (one: ApartParcel, other: ApartParcel) => whyApart(one, other, "44", rates);

test("goods that refuse one another, and cold ones beside others, are named", () => {
  const soap = parcel(500, { goods_class: "soap" }, { kind: "soap" });
  const tea = parcel(400, { not_with: ["soap"] }, { kind: "tea" });
  expect(why(soap, tea)).toEqual({ why: "class", one: "soap", other: "tea" });
  const fish = parcel(400, { cold: true }, { kind: "fish" });
  expect(why(tea, fish)).toEqual({ why: "cold", one: "tea", other: "fish" });
});

test("what no box takes together is told by the limit that is in the way", () => {
  expect(why(parcel(3_000, undefined), parcel(2_500, undefined))).toEqual({ why: "weight", goods_g: 5_500 });
  const bulky = { volume_ml: 7_000 };
  expect(why(parcel(500, bulky), parcel(600, bulky))).toEqual({ why: "volume", goods_ml: 14_000 });
  expect(why(parcel(500, {}, { value: 30_000 }), parcel(500, {}, { value: 30_000 }))).toEqual({ why: "value" });
  // Two of these are 5.8 of 12 litres, and side by side they are longer than the carton.
  const long = { size_mm: [290, 110, 90] as [number, number, number], keep_upright: true };
  expect(why(parcel(500, long), parcel(600, { ...long, size_mm: [200, 190, 120] })).why).toBe("sides");
});

test("where one box would do, both prices are told", () => {
  const told = why(parcel(500, undefined), parcel(600, undefined));
  expect(told).toEqual({ why: "cost", together_minor: 1_100n, apart_minor: 2_200n });
});
