import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, shuffled, valueOf } from "../../test/expect-result";
import { postSaleJournal } from "./order-journals";
import {
  advanceJournal,
  advanceOf,
  averageShares,
  fixedPriceRows,
  poolAverageRows,
  poolFinalJournal,
  type AverageLot,
} from "./price-mode";
import { waterfall, type WaterfallRow } from "./waterfall";

const policy = { platform_bp: 300, cooperative_bp: 500, packing_minor_per_kg: 40 };

/** 86.00 paid for 5 kg, 8.00 of it freight: the households are left 69.92 (docs: adr, price modes). */
const line = (lots: { lot: string; household: string; grams: number }[]): WaterfallRow[] =>
  valueOf(waterfall({ currency: "CNY", paid_minor: 8600, freight_minor: 800, policy, lots })).rows;
const wang = { lot: "a", household: "wang", grams: 3000 };
const li = { lot: "b", household: "li", grams: 2000 };

const sum = (rows: readonly WaterfallRow[]) => rows.reduce((total, row) => total + row.amount_minor, 0n);
const short = (rows: readonly WaterfallRow[]) =>
  rows.map(({ party, rule, amount_minor }) => `${party} ${rule} ${amount_minor}`);

describe("fixed prices", () => {
  const priced = (price_minor: bigint) => [
    { lot: "b", household: "li", amount: 2000n, price_minor, per: "kg" as const },
    { lot: "a", household: "wang", amount: 3000n, price_minor, per: "kg" as const },
  ];

  it("pays grams x intake price, and the margin is the cooperative's", () => {
    expect(short(fixedPriceRows(line([wang, li]), priced(1200n), 0))).toEqual([
      "carrier freight 800",
      "cooperative packing 200",
      "platform platform_bp 228",
      "cooperative cooperative_bp 380",
      "cooperative fixed_margin 992",
      "wang intake_price 3600",
      "li intake_price 2400",
    ]);
  });

  it("takes a loss from the cooperative and not from the households", () => {
    const rows = fixedPriceRows(line([wang, li]), priced(1500n), 1000);
    expect(short(rows).slice(4)).toEqual([
      "cooperative fixed_margin -508",
      "wang intake_price 4050",
      "wang holdback_bp 450",
      "li intake_price 2700",
      "li holdback_bp 300",
    ]);
    expect(sum(rows)).toBe(8600n);
    expect(valueOf(postSaleJournal({ currency: "CNY", order_id: "o", rows, memo: "" })).kind).toBe("sale");
  });

  it("rounds half a cent up a lot, and counts pieces where the price is of pieces", () => {
    const rows = fixedPriceRows(
      line([wang, li]),
      [
        { lot: "a", household: "wang", amount: 1001n, price_minor: 1500n, per: "kg" },
        { lot: "b", household: "li", amount: 40n, price_minor: 85n, per: "piece" },
      ],
      0,
    );
    expect(short(rows).slice(-2)).toEqual(["wang intake_price 1502", "li intake_price 3400"]);
  });
});

describe("the average of a pool", () => {
  it("worked example: two grades, advances of 60 %, a final payment and a late sale", () => {
    // 3 kg of Wang and 2 kg of Li in grade one, 5 kg of Zhao in grade two, which counts 80 %.
    const lots = (before: [bigint, bigint, bigint]): AverageLot[] => [
      { lot: "a", household: "wang", grams: 3000n, factor_bp: 10_000, before_minor: before[0] },
      { lot: "b", household: "li", grams: 2000n, factor_bp: 10_000, before_minor: before[1] },
      { lot: "c", household: "zhao", grams: 5000n, factor_bp: 8_000, before_minor: before[2] },
    ];
    expect(advanceOf({ grams: 3000n, price_minor_per_kg: 1200n, advance_bp: 6000 })).toBe(2160n);
    expect(valueOf(averageShares(6992n, lots([0n, 0n, 0n]))).map((one) => one.share_minor)).toEqual([
      2331n,
      1554n,
      3107n,
    ]);
    expect(valueOf(averageShares(8000n, lots([2331n, 1554n, 3107n])))).toEqual([
      { lot: "a", household: "wang", share_minor: 2667n, difference_minor: 336n },
      { lot: "b", household: "li", share_minor: 1778n, difference_minor: 224n },
      { lot: "c", household: "zhao", share_minor: 3555n, difference_minor: 448n },
    ]);
  });

  it("sends the households' part of a sale to the price pools of its lots", () => {
    const rows = poolAverageRows(line([wang, li]), [
      { price_pool: "season_1", grams: 3000n },
      { price_pool: "season_2", grams: 2000n },
    ]);
    expect(short(rows).slice(-2)).toEqual(["season_1 pool_proceeds 4195", "season_2 pool_proceeds 2797"]);
    expect(sum(rows)).toBe(8600n);
    const journal = valueOf(postSaleJournal({ currency: "CNY", order_id: "o", rows, memo: "" }));
    expect(journal.postings.at(-1)?.account).toEqual({ kind: "price_pool", party: "season_2" });
  });

  it("nets the advance at the final payment, and balances", () => {
    const advance = valueOf(
      advanceJournal({ currency: "CNY", household: "wang", lot: "a", amount_minor: 2160n, memo: "" }),
    );
    const final = valueOf(
      poolFinalJournal({
        currency: "CNY",
        price_pool: "season_1",
        memo: "",
        shares: [{ lot: "a", household: "wang", share_minor: 2331n, difference_minor: 2331n, advance_minor: 2160n }],
      }),
    );
    const owed = [...advance.postings, ...final.postings]
      .filter(({ account }) => account.kind === "household_payable")
      .reduce((total, posting) => total + posting.amount_minor, 0n);
    const ahead = [...advance.postings, ...final.postings]
      .filter(({ account }) => account.kind === "household_advance")
      .reduce((total, posting) => total + posting.amount_minor, 0n);
    expect([owed, ahead]).toEqual([-2331n, 0n]);
  });

  it("refuses money without a lot, a lot twice, proceeds below zero, a closing that changes nothing", () => {
    const one: AverageLot = { lot: "a", household: "w", grams: 0n, factor_bp: 10_000, before_minor: 0n };
    expect(reasonOf(averageShares(1n, []))).toBe("no_lot_to_pay");
    expect(reasonOf(averageShares(1n, [one]))).toBe("no_lot_to_pay");
    expect(reasonOf(averageShares(1n, [one, one]))).toBe("duplicate_lot");
    expect(reasonOf(averageShares(-1n, [one]))).toBe("proceeds_below_zero");
    expect(valueOf(averageShares(0n, [{ ...one, before_minor: 5n }]))[0]?.difference_minor).toBe(-5n);
    const shares = [{ lot: "a", household: "w", share_minor: 0n, difference_minor: 0n, advance_minor: 0n }];
    expect(reasonOf(poolFinalJournal({ currency: "CNY", price_pool: "p", shares, memo: "" }))).toBe("nothing_to_post");
  });

  const someLots = fc.uniqueArray(
    fc.record({
      lot: fc.string({ minLength: 1, maxLength: 4 }),
      household: fc.constantFrom("wang", "li"),
      grams: fc.bigInt({ min: 1n, max: 100_000n }),
      factor_bp: fc.integer({ min: 1, max: 20_000 }),
    }),
    { selector: ({ lot }) => lot, minLength: 1, maxLength: 8 },
  );

  it("any closings in turn give what one closing of everything gives, whatever the order of the lots", () => {
    fc.assert(
      fc.property(
        someLots,
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(), { minLength: 1 }),
        (lots, proceeds, seed) => {
          const had = new Map<string, bigint>();
          for (const total of proceeds) {
            const now = shuffled(lots, seed).map((lot) => ({ ...lot, before_minor: had.get(lot.lot) ?? 0n }));
            const before = [...had.values()].reduce((sum, one) => sum + one, 0n);
            const shares = valueOf(averageShares(total, now));
            expect(shares.reduce((sum, one) => sum + one.difference_minor, 0n)).toBe(total - before);
            for (const { lot, difference_minor } of shares) had.set(lot, (had.get(lot) ?? 0n) + difference_minor);
          }
          const once = valueOf(
            averageShares(
              proceeds.at(-1)!,
              lots.map((lot) => ({ ...lot, before_minor: 0n })),
            ),
          );
          expect(had).toEqual(new Map(once.map(({ lot, share_minor }) => [lot, share_minor])));
        },
      ),
    );
  });
});
