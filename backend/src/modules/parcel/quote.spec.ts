import { describe, expect, it } from "vitest";
import { EXAMPLE_CARTONS, EXAMPLE_RATE_CARDS } from "./example-rates";
import { quote, type QuoteBasket } from "./quote";

const prices = {
  cartons: EXAMPLE_CARTONS.map(({ title: _, ...carton }) => carton),
  rate_cards: EXAMPLE_RATE_CARDS.map((card) => ({
    ...card,
    zones: card.zones.map((zone) => ({ ...zone, provinces: zone.provinces.filter((code) => code !== "62") })),
  })),
  carton_ids: new Map<string, string>(),
  card_ids: new Map<string, string>(),
};
const basket = (weight_g: number, province_code: string | null): QuoteBasket => ({
  cooperative_id: "coop",
  province_code,
  count: 1,
  items: [{ kind: "item_heavy", weight_g, packs: 1, volume_ml: undefined, nature: undefined }],
});
const quoted = (one: QuoteBasket) => quote([one], new Map([["coop", prices]]));

describe("freight that has no price", () => {
  it("names the place, in both languages, where no carrier goes", () => {
    expect(quoted(basket(2_000, "62"))).toMatchObject({
      ok: false,
      refusal: { reason: "no_freight_to", field: "province", details: { province: { zh: "甘肃", en: "Gansu" } } },
    });
  });

  it("names the line of the pack that no carton takes, with and without a province", () => {
    for (const province of ["44", null]) {
      const refused = quoted(basket(900_000, province));
      expect(refused).toMatchObject({
        ok: false,
        refusal: { reason: "pack_not_sent", details: { kind: "item_heavy" } },
      });
      if (!refused.ok) expect(refused.refusal.message).not.toContain("item_heavy");
    }
  });
});

describe("a quote that was worked out before", () => {
  const of = (rates: typeof prices, province = "44") => {
    const answer = quote([basket(2_000, province)], new Map([["coop", rates]]));
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.value;
  };

  it("is the same again, and another one for other rates, another place, another weight", () => {
    const first = of(prices);
    expect(of(prices)).toEqual(first);
    const cartons = prices.cartons.map((carton) => ({ ...carton, cost_minor: 9_999 }));
    expect(of({ ...prices, cartons }).carton_minor).toBe(9_999n);
    expect(of(prices)).toEqual(first);
    expect(of(prices, "54").freight_minor).toBeGreaterThan(first.freight_minor);
    expect(quoted(basket(12_000, "44"))).not.toEqual({ ok: true, value: first });
  });

  it("is not changed by who was given it", () => {
    const first = of(prices);
    const before = structuredClone(first);
    first.freight_minor += 1n;
    first.cooperatives[0]!.freight_minor = 0n;
    first.cooperatives[0]!.carriers.push("nobody");
    expect(of(prices)).toEqual(before);
  });
});
