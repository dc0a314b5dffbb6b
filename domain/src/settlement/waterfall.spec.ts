import fc from "fast-check";
import { describe, expect, test } from "vitest";
import examples from "../__fixtures__/examples.json";
import { reasonOf, shuffled, valueOf } from "../../test/expect-result";
import { postSaleJournal } from "./order-journals";
import { packingOf, waterfall, type WaterfallInput } from "./waterfall";

describe("the worked examples come out row for row", () => {
  test.each(examples.waterfall.map((example) => [example.name, example] as const))("%s", (_, { input, output }) => {
    const got = valueOf(waterfall(input as WaterfallInput));
    const rows = got.rows.map(({ party, account, amount_minor, rule }) => ({
      party,
      account,
      amount_minor: Number(amount_minor),
      rule,
    }));
    expect(rows).toEqual(output.rows);
    expect(got.sum_minor).toBe(BigInt(output.sum_minor));
  });
});

const lots = fc
  .array(
    fc.record({
      household: fc.constantFrom("wang", "li", "zhao"),
      grams: fc.integer({ min: 1, max: 100_000 }),
      price_minor_per_kg: fc.integer({ min: 1, max: 5_000 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((rows) => rows.map((row, index) => ({ lot: `l${index}`, ...row })));

const anyInput: fc.Arbitrary<WaterfallInput> = fc
  .record({
    currency: fc.constantFrom("CNY", "JPY", "KWD"),
    paid_minor: fc.bigInt({ min: 0n, max: 10n ** 13n }),
    // Parts of what was paid, in millionths, together less than the whole.
    tax: fc.integer({ min: 0, max: 200_000 }),
    refund: fc.integer({ min: 0, max: 400_000 }),
    freight: fc.integer({ min: 0, max: 300_000 }),
    policy: fc.record({
      platform_bp: fc.integer({ min: 0, max: 3_000 }),
      cooperative_bp: fc.integer({ min: 0, max: 3_000 }),
      agent_bp: fc.integer({ min: 0, max: 4_000 }),
      holdback_bp: fc.integer({ min: 0, max: 10_000 }),
    }),
    lots,
    priced: fc.boolean(),
  })
  .map(({ tax, refund, freight, priced, lots: given, ...input }) => {
    const part = (ppm: number): bigint => (BigInt(input.paid_minor) * BigInt(ppm)) / 1_000_000n;
    return {
      ...input,
      tax_minor: part(tax),
      refund_minor: part(refund),
      freight_minor: part(freight),
      lots: given.map(({ price_minor_per_kg, ...lot }) => (priced ? { ...lot, price_minor_per_kg } : lot)),
    };
  });

describe("for any line, in CNY, JPY and KWD", () => {
  test("rows sum to what was paid, none is zero or below, and fees are what the policy says", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { rows, sum_minor } = valueOf(waterfall(input));
        const paid = BigInt(input.paid_minor);
        expect(rows.reduce((sum, row) => sum + row.amount_minor, 0n)).toBe(paid);
        expect(sum_minor).toBe(paid);
        expect(rows.every((row) => row.amount_minor > 0n)).toBe(true);
        const net = paid - BigInt(input.tax_minor!) - BigInt(input.refund_minor!) - BigInt(input.freight_minor!);
        const of = (account: string): bigint =>
          rows.filter((row) => row.account === account).reduce((sum, row) => sum + row.amount_minor, 0n);
        expect(of("platform_fee")).toBe((net * BigInt(input.policy.platform_bp)) / 10_000n);
        expect(of("agent_commission")).toBe((net * BigInt(input.policy.agent_bp!)) / 10_000n);
      }),
      { numRuns: 500 },
    );
  });

  test("each lot is within one minor unit of its exact part, holdback included", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { rows } = valueOf(waterfall(input));
        const weights = input.lots.map((lot) => BigInt(lot.grams) * BigInt(lot.price_minor_per_kg ?? 1));
        const sum = weights.reduce((all, weight) => all + weight, 0n);
        const ofLot = (lot: string, account?: string): bigint =>
          rows
            .filter((row) => row.lot === lot && (account === undefined || row.account === account))
            .reduce((all, row) => all + row.amount_minor, 0n);
        const rest = input.lots.reduce((all, lot) => all + ofLot(lot.lot), 0n);
        input.lots.forEach((lot, index) => {
          const share = ofLot(lot.lot);
          const off = share * sum - rest * weights[index]!;
          expect(off < sum && off > -sum).toBe(true);
          expect(ofLot(lot.lot, "household_holdback")).toBe((share * BigInt(input.policy.holdback_bp!)) / 10_000n);
        });
      }),
      { numRuns: 300 },
    );
  });

  test("the order of the lots does not matter", () => {
    fc.assert(
      fc.property(anyInput, fc.array(fc.integer(), { minLength: 8, maxLength: 8 }), (input, order) => {
        expect(waterfall({ ...input, lots: shuffled(input.lots, order) })).toEqual(waterfall(input));
      }),
      { numRuns: 200 },
    );
  });
});

const line: WaterfallInput = {
  currency: "CNY",
  paid_minor: 1_000,
  policy: { platform_bp: 300, cooperative_bp: 500 },
  lots: [{ lot: "l1", household: "wang", grams: 500 }],
};

test("packing is rounded half up on the grams of all lots together", () => {
  const packing = (grams: number): bigint | undefined =>
    valueOf(
      waterfall({
        ...line,
        policy: { ...line.policy, packing_minor_per_kg: 3 },
        lots: [{ lot: "l1", household: "w", grams }],
      }),
    ).rows.find((row) => row.account === "packing")?.amount_minor;
  expect([packing(499), packing(500), packing(166)]).toEqual([1n, 2n, undefined]);
  expect([packingOf(3n, 499n), packingOf(3n, 500n), packingOf(3n, 166n), packingOf(0n, 500n)]).toEqual([
    1n,
    2n,
    0n,
    0n,
  ]);
});

test("amounts above 2^53 come in as digits and stay exact", () => {
  const paid = "123456789012345678";
  const { sum_minor, rows } = valueOf(waterfall({ ...line, paid_minor: paid }));
  expect(sum_minor).toBe(BigInt(paid));
  expect(rows[0]?.amount_minor).toBe((BigInt(paid) * 300n) / 10_000n);
});

describe("refuses, with a sentence", () => {
  const two = [
    { lot: "l1", household: "a", grams: 5, price_minor_per_kg: 3 },
    { lot: "l2", household: "b", grams: 5 },
  ];
  test.each<[string, unknown, string]>([
    ["costs above what was paid", { ...line, freight_minor: 1_001 }, "net_below_zero"],
    [
      "fees above the whole",
      { ...line, policy: { platform_bp: 5_000, cooperative_bp: 4_000, agent_bp: 1_001 } },
      "fees_over_whole",
    ],
    ["prices on some lots only", { ...line, lots: two }, "prices_on_some_lots"],
    ["a lot named twice", { ...line, lots: [line.lots[0], line.lots[0]] }, "duplicate_lot"],
    ["money and no lot", { ...line, lots: [] }, "no_lot_to_pay"],
    ["money and no weight", { ...line, lots: [{ lot: "l1", household: "a", grams: 0 }] }, "no_lot_to_pay"],
    ["an unknown currency", { ...line, currency: "XXX" }, "unknown_currency"],
    ["a currency in small letters", { ...line, currency: "cny" }, "invalid_input"],
    ["an unknown key", { ...line, tip_minor: 5 }, "invalid_input"],
    ["an unknown key of the policy", { ...line, policy: { ...line.policy, village_bp: 5 } }, "invalid_input"],
    ["a float", { ...line, paid_minor: 10.5 }, "invalid_input"],
    ["a number above 2^53", { ...line, paid_minor: 2 ** 53 }, "invalid_input"],
    ["a negative", { ...line, tax_minor: -1 }, "invalid_input"],
    ["text that is no digits", { ...line, paid_minor: "1e3" }, "invalid_input"],
    ["one fee above the whole", { ...line, policy: { platform_bp: 10_001, cooperative_bp: 0 } }, "invalid_input"],
  ])("%s", (_, input, reason) => {
    expect(reasonOf(waterfall(input as WaterfallInput))).toBe(reason);
  });

  test("a fraction with what is wrong and how many decimals its currency has", () => {
    const said = (currency: string, paid_minor: unknown) => {
      const divided = waterfall({ ...line, currency, paid_minor } as WaterfallInput);
      return divided.ok ? null : [divided.refusal.message, divided.refusal.field];
    };
    expect(said("CNY", "12.345")).toEqual([
      "paid_minor: 12.345 is no whole number of minor units: CNY has 2 decimals, so 12.34 CNY is written 1234.",
      "paid_minor",
    ]);
    expect(said("JPY", 12.5)?.[0]).toContain("JPY has no decimals, so 12 JPY is written 12.");
    expect(said("KWD", "12.3")?.[0]).toContain("KWD has 3 decimals, so 12.300 KWD is written 12300.");
    const zh = waterfall({ ...line, paid_minor: "12.345" });
    expect(zh.ok ? null : zh.refusal.details).toMatchObject({
      said: { zh: "paid_minor：12.345 不是整数的最小单位：CNY 有 2 位小数，12.34 CNY 写作 1234。" },
    });
    expect(said("CNY", "1e3")?.[0]).not.toContain("decimals");
  });

  test("not: fees of exactly the whole, or a line refunded whole without lots", () => {
    expect(waterfall({ ...line, policy: { platform_bp: 5_000, cooperative_bp: 5_000 } }).ok).toBe(true);
    expect(waterfall({ ...line, refund_minor: 1_000, lots: [] }).ok).toBe(true);
  });
});

describe("a box dearer than its goods, with a bearer", () => {
  test("the cooperative puts in what freight and packing lack, in rows that say so; the household pays nothing", () => {
    const { rows } = valueOf(
      waterfall({
        ...line,
        freight_minor: 1_200,
        tax_minor: 100,
        bearer: "cooperative",
        policy: { ...line.policy, packing_minor_per_kg: 40 },
      }),
    );
    expect(rows.map(({ party, rule, amount_minor }) => [party, rule, amount_minor])).toEqual([
      ["tax", "tax", 100n],
      ["carrier", "freight", 1_200n],
      ["cooperative", "packing", 20n],
      ["cooperative", "freight_borne", -300n],
      ["cooperative", "packing_borne", -20n],
    ]);
    const journal = valueOf(postSaleJournal({ currency: "CNY", order_id: "o", rows, memo: "Sale" }));
    expect(journal.postings.find((posting) => posting.account.kind === "buyer_deposit")?.amount_minor).toBe(1_000n);
  });

  test("never refuses for freight and packing, sums to what was paid, and changes nothing where the money reaches", () => {
    fc.assert(
      fc.property(anyInput, fc.bigInt({ min: 0n, max: 10n ** 13n }), (input, freight_minor) => {
        const given = { ...input, freight_minor, bearer: "cooperative" as const };
        const { rows } = valueOf(waterfall(given));
        expect(rows.reduce((sum, row) => sum + row.amount_minor, 0n)).toBe(BigInt(input.paid_minor));
        expect(rows.filter((row) => row.lot !== undefined).every((row) => row.amount_minor > 0n)).toBe(true);
        const { bearer: _, ...plain } = given;
        const without = waterfall(plain);
        if (without.ok) expect(without.value.rows).toEqual(rows);
        else expect(rows.some((row) => row.rule === "freight_borne" || row.rule === "packing_borne")).toBe(true);
      }),
    );
  });

  test("a line refunded whole but for the freight its buyer paid divides: nothing for the households, the carrier paid, the rest borne", () => {
    fc.assert(
      fc.property(
        anyInput,
        fc.bigInt({ min: 0n, max: 10n ** 13n }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (input, cost, kept) => {
          const paid = BigInt(input.paid_minor);
          // The buyer paid this much for the carriage, and does not get it back; the tax of the line goes back with its goods.
          const freight_paid = (paid * BigInt(Math.floor(kept * 1_000))) / 1_000n;
          const { rows, sum_minor } = valueOf(
            waterfall({
              ...input,
              tax_minor: 0n,
              refund_minor: paid - freight_paid,
              freight_minor: cost,
              bearer: "cooperative",
            }),
          );
          expect(sum_minor).toBe(paid);
          const of = (rule: string) => rows.find((row) => row.rule === rule)?.amount_minor ?? 0n;
          expect(of("refund")).toBe(paid - freight_paid);
          expect(of("freight")).toBe(cost);
          expect(of("freight_borne")).toBe(cost > freight_paid ? freight_paid - cost : 0n);
          // What the carriage cost less than was paid for it is all that is left to divide, and no more.
          const shared = rows.filter((row) => row.lot !== undefined).reduce((sum, row) => sum + row.amount_minor, 0n);
          const left = freight_paid - cost - of("packing") - of("packing_borne");
          expect(shared <= (left > 0n ? left : 0n)).toBe(true);
          if (left <= 0n) expect(shared).toBe(0n);
        },
      ),
    );
  });

  test("tax and refund above what was paid are refused all the same; freight that no box took is the cooperative's", () => {
    expect(reasonOf(waterfall({ ...line, tax_minor: 600, refund_minor: 500, bearer: "cooperative" }))).toBe(
      "net_below_zero",
    );
    expect(valueOf(waterfall({ ...line, paid_minor: 30, freight_left_minor: 30, lots: [] })).rows).toMatchObject([
      { account: "cooperative_fee", rule: "freight_left", amount_minor: 30n },
    ]);
  });

  test("what the bearer puts into the freight by rule reaches the households, and is named", () => {
    const line = {
      currency: "CNY",
      paid_minor: 1000,
      freight_minor: 500,
      freight_borne_minor: 300,
      policy: { platform_bp: 0, cooperative_bp: 0 },
      lots: [{ lot: "a", household: "wang", grams: 1 }],
    };
    const divided = valueOf(waterfall({ ...line, bearer: "cooperative" }));
    expect(divided.rows.map(({ rule, amount_minor }) => [rule, amount_minor])).toEqual([
      ["freight", 500n],
      ["freight_borne", -300n],
      ["share", 800n],
    ]);
    expect(reasonOf(waterfall(line))).toBe("invalid_input");
  });
});
