import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import { MAX_PACKS_PER_LINE } from "../../pool/hold";
import { decidePackPrice, MAX_PACK_PRICE_MINOR, priceForCompanies } from "./pack-price";
import { quickPrice, type PackPrice } from "./price-ladder";

const price = (minimum_packs: number, ...steps: [number, number | bigint][]): PackPrice => ({
  minimum_packs,
  steps: steps.map(([from, minor]) => ({ from, price_minor: BigInt(minor) })),
});

describe("what a pack costs companies", () => {
  it("is a ladder, or nothing but a minimum", () => {
    const ladder = price(10, [0, 5_000], [20, 4_500]);
    expect(valueOf(decidePackPrice(ladder))).toBe(ladder);
    expect(valueOf(decidePackPrice(price(1))).steps).toEqual([]);
    for (const wrong of [0, -1, 1.5, NaN, MAX_PACKS_PER_LINE + 1])
      expect(reasonOf(decidePackPrice(price(wrong))), String(wrong)).toBe("invalid_minimum");
    expect(reasonOf(decidePackPrice(price(1, [0, 5_000], [20, 5_000])))).toBe("steps_price");
    expect(reasonOf(decidePackPrice(price(1, [0, MAX_PACK_PRICE_MINOR + 1n])))).toBe("steps_price");
    expect(reasonOf(decidePackPrice(price(1, [0, 5], [MAX_PACKS_PER_LINE + 1, 4])))).toBe("steps_quantity");
  });

  it("has no step that the minimum passes over", () => {
    const over = decidePackPrice(price(20, [0, 5_000], [20, 4_500], [50, 4_000]));
    expect(reasonOf(over)).toBe("step_below_minimum");
    expect(!over.ok && over.refusal.field).toBe("steps.1");
    expect(decidePackPrice(price(19, [0, 5_000], [20, 4_500])).ok).toBe(true);
  });

  it("without a ladder is the price of the shop, with the minimum all the same", () => {
    expect(priceForCompanies(null, null)).toBeNull();
    expect(priceForCompanies(price(5), null)).toBeNull();
    const shop = priceForCompanies(price(5), 700n);
    expect(shop).toEqual(price(5, [0, 700]));
    expect(valueOf(quickPrice(shop!, 6)).amount_minor).toBe(4_200n);
    const own = price(2, [0, 600], [10, 500]);
    expect(priceForCompanies(own, 700n)).toBe(own);
  });
});
