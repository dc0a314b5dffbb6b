import { describe, expect, test } from "vitest";
import { cheapest, unitPrice, type Pack } from "./unit-price";
import { byPart, whereYuanGoes } from "./yuan.server";

const pack = (units: number, price_minor: number): Pack => ({
  variant_id: `variant_${units}`,
  title: { zh: "", en: "" },
  units,
  grams: units,
  price_minor,
  tax_minor: 0,
  currency: "CNY",
});

describe("the unit price", () => {
  test("is rounded half up to whole minor units", () => {
    expect(unitPrice(1_800, 500, 1_000)).toBe(3_600);
    expect(unitPrice(6_400, 2_000, 500)).toBe(1_600);
    expect(unitPrice(4_800, 30, 1)).toBe(160);
    expect(unitPrice(6_800, 460, 1_000)).toBe(14_783); // 14,782.6
    expect(unitPrice(1, 2, 1)).toBe(1); // a half goes up
    expect(unitPrice(1, 3, 1)).toBe(0);
  });

  test("picks the pack that is cheapest by weight, not by price", () => {
    expect(cheapest([pack(500, 1_800), pack(2_000, 6_400), pack(20_000, 56_000)])?.units).toBe(20_000);
    expect(cheapest([])).toBeUndefined();
  });
});

describe("where each yuan goes", () => {
  const policy = { platform_bp: 300, cooperative_bp: 500, agent_bp: 0, packing_minor_per_kg: 80, holdback_bp: 1_000 };

  test("sums to the price of the pack, holdback counted with the households", () => {
    const rows = whereYuanGoes(pack(500, 1_800), policy);
    expect(rows?.map((row) => row.part)).toEqual(["household", "cooperative", "packing", "platform"]);
    expect(rows?.reduce((sum, row) => sum + row.amount_minor, 0)).toBe(1_800);
  });

  test("takes the tax off first, so that it is no household's money", () => {
    const rows = whereYuanGoes({ ...pack(500, 1_800), tax_minor: 149 }, policy);
    expect(rows?.at(-1)).toEqual({ part: "tax", amount_minor: 149 });
    expect(rows?.reduce((sum, row) => sum + row.amount_minor, 0)).toBe(1_800);
  });

  test("says nothing rather than something wrong when the policy cannot divide the price", () => {
    expect(whereYuanGoes(pack(500, 10), { ...policy, packing_minor_per_kg: 8_000 })).toBeNull();
    expect(whereYuanGoes(pack(500, 10), { ...policy, platform_bp: 9_900, cooperative_bp: 200 })).toBeNull();
  });

  test("of an order adds what many households got into one row", () => {
    const rows = [
      { rule: "share", amount_minor: 10 },
      { rule: "share", amount_minor: 20 },
      { rule: "freight", amount_minor: 5 },
    ];
    expect(byPart(rows)).toEqual([
      { part: "household", amount_minor: 30 },
      { part: "freight", amount_minor: 5 },
    ]);
  });
});
