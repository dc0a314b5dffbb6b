import fc from "fast-check";
import { expect, test } from "vitest";
import { decidePacks, missingOfProduct, productPack, taxWithin, type ProductPack, type ProductTexts } from "./product";

const texts: ProductTexts = {
  title_zh: "核桃",
  title_en: "Walnuts",
  description_zh: "带壳。",
  description_en: "In the shell.",
  storage_zh: "",
  storage_en: "",
};
const pack = (units: number, more: Partial<ProductPack> = {}): ProductPack => ({
  units,
  title_zh: "袋",
  title_en: "Bag",
  price_minor: 1_800,
  ...more,
});
const walnuts = { unit: "g", blendable: true, pack_units: null } as const;
const eggs = { unit: "piece", blendable: false, pack_units: 30 } as const;

test("packs of a blended pool may have any sizes, each once; nobody carries 200 kg", () => {
  expect(decidePacks([pack(500), pack(20_000, { title_zh: "麻袋" })], walnuts).ok).toBe(true);
  expect(decidePacks([pack(500), pack(20_000)], walnuts)).toMatchObject({
    refusal: { reason: "pack_named_twice", field: "packs.1.title_zh" },
  });
  expect(decidePacks([pack(500), pack(500)], walnuts)).toMatchObject({
    refusal: { reason: "invalid_pack", field: "packs.1.units" },
  });
  expect(decidePacks([pack(200_000)], walnuts)).toMatchObject({ refusal: { reason: "invalid_pack" } });
});

test("what is not blended has the pool's one pack size", () => {
  expect(decidePacks([pack(30)], eggs).ok).toBe(true);
  expect(decidePacks([pack(12)], eggs)).toMatchObject({ refusal: { reason: "one_pack_size", field: "packs.0.units" } });
});

test("what is sold is whole in both languages and has a price", () => {
  expect(missingOfProduct(texts, [pack(500)])).toEqual([]);
  expect(
    missingOfProduct({ ...texts, description_en: "", storage_zh: "阴凉处" }, [pack(500, { title_en: "" })]),
  ).toEqual(["description_en", "storage_en", "packs.0.title_en"]);
  expect(missingOfProduct(texts, [pack(500, { price_minor: null })])).toEqual(["packs"]);
  expect(missingOfProduct(texts, [])).toEqual(["packs"]);
});

test("a price is whole, above nothing, and no mistake of the unit", () => {
  for (const price_minor of [0, -1, 1.5, 100_000_001]) {
    expect(productPack.safeParse(pack(500, { price_minor })).success, String(price_minor)).toBe(false);
  }
});

test("the tax within a price is what is over the price without it, to half a minor unit", () => {
  expect(taxWithin(1_090, 900)).toBe(90);
  expect(taxWithin(1_800, 900)).toBe(149);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000_000 }), fc.integer({ min: 0, max: 10_000 }), (price, rate) => {
      const tax = taxWithin(price, rate);
      expect(tax).toBeGreaterThanOrEqual(0);
      expect(Math.abs((price - tax) * (10_000 + rate) - price * 10_000) * 2).toBeLessThanOrEqual(10_000 + rate);
    }),
  );
});
