import { describe, expect, it } from "vitest";
import { NOTHING_REASONS, nothingWords, whyUnpaid, type UnpaidLot } from "./unpaid-lot";

const lot: UnpaidLot = { price_mode: "by_sale", returned: false, grams: 1_000, price_minor: null };

describe("a lot that gets nothing of a line", () => {
  it("is told why: nothing left, a price of 0, no weight, less than a cent", () => {
    expect(whyUnpaid(lot, 0n)).toBe("nothing_left");
    expect(whyUnpaid(lot, 3n)).toBe("under_minor");
    expect(whyUnpaid({ ...lot, grams: 0 }, 3n)).toBe("no_weight");
    expect(whyUnpaid({ ...lot, price_mode: "fixed", price_minor: 0n }, 0n)).toBe("price_zero");
    expect(whyUnpaid({ ...lot, price_mode: "fixed", price_minor: 1n }, 0n)).toBe("under_minor");
  });

  it("is not told so where its share comes with the price pool, or where the goods are a claim's", () => {
    expect(whyUnpaid({ ...lot, price_mode: "pool_average" }, 0n)).toBe("price_pool");
    expect(whyUnpaid({ ...lot, returned: true }, 0n)).toBe("returned");
  });

  it("has words in both languages for each reason, and for no other rule", () => {
    for (const reason of NOTHING_REASONS) {
      expect(nothingWords(reason)?.zh).toContain("0");
      expect(nothingWords(reason)?.en).toContain("0");
    }
    expect(nothingWords("share")).toBeUndefined();
  });
});
