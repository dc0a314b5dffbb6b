import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stockLossJournal, worthOfLost, type LostGoods } from "./stock-loss";

const goods: LostGoods = { price_mode: "by_sale", units: 3_000n, grams: 3_000n, ticket: null, sold: null };
const worth = (more: Partial<LostGoods>) => worthOfLost({ ...goods, ...more });

describe("goods that the cooperative lost", () => {
  it("are worth what the pool's sales left, whatever the ticket says", () => {
    // 69.92 were left for 5 kg: 41.95 for 3.
    const sold = { share_minor: 6_992n, grams: 5_000n };
    const ticket = { price_minor: 1_000n, per: "kg" } as const;
    expect(worth({ sold, ticket })).toEqual({ ok: true, value: { amount_minor: 4_195n, basis: "sales" } });
  });

  it("are worth the price on the ticket where it is fixed, and before the first sale", () => {
    const ticket = { price_minor: 1_200n, per: "kg" } as const;
    const sold = { share_minor: 6_992n, grams: 5_000n };
    const fixed = { ok: true, value: { amount_minor: 3_600n, basis: "ticket" } };
    expect(worth({ ticket })).toEqual(fixed);
    expect(worth({ price_mode: "fixed", ticket, sold })).toEqual(fixed);
    const eggs = worth({ units: 30n, grams: 0n, ticket: { price_minor: 90n, per: "piece" } });
    expect(eggs).toEqual({ ok: true, value: { amount_minor: 2_700n, basis: "ticket" } });
  });

  it("have their part of an average price already", () => {
    expect(worth({ price_mode: "pool_average", ticket: { price_minor: 1_200n, per: "kg" } })).toEqual({
      ok: true,
      value: { amount_minor: 0n, basis: "average" },
    });
  });

  it("wait while nobody knows a price", () => {
    expect(worth({})).toMatchObject({ ok: false, refusal: { reason: "no_price_yet" } });
    expect(worth({ price_mode: "fixed", sold: { share_minor: 1n, grams: 1n } })).toMatchObject({ ok: false });
    expect(worth({ sold: { share_minor: 0n, grams: 0n } })).toMatchObject({ ok: false });
  });

  it("are never worth less than nothing, and within half a unit of the sales' price", () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(amount, amount, fc.bigInt({ min: 1n, max: 10n ** 9n }), (grams, share_minor, sold_grams) => {
        const found = worth({ grams, sold: { share_minor, grams: sold_grams } });
        if (!found.ok) throw new Error("refused");
        const off = 2n * (found.value.amount_minor * sold_grams - share_minor * grams);
        expect(found.value.amount_minor >= 0n && off <= sold_grams && off >= -sold_grams).toBe(true);
      }),
    );
    expect(worth({ sold: { share_minor: -5n, grams: 1n } })).toMatchObject({ value: { amount_minor: 0n } });
  });

  it("are booked against the cooperative", () => {
    const of = { currency: "CNY", cooperative: "coop", household: "wang", lot: "lot_1", memo: "count" };
    const journal = stockLossJournal({ ...of, amount_minor: 4_195n });
    expect(journal.ok && journal.value.postings.map((one) => [one.account.kind, one.amount_minor])).toEqual([
      ["stock_loss", 4_195n],
      ["household_payable", -4_195n],
    ]);
    expect(stockLossJournal({ ...of, amount_minor: 0n })).toMatchObject({ ok: false });
  });
});
