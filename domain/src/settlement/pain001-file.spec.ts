import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { hasCardCheck, isCardNumber } from "./card-number";
import { pain001File } from "./pain001-file";

const payment = {
  end_to_end_id: "payout_1",
  name: "王小明",
  account: "6222020200112233446",
  clearing: { system: "CNAPS", member_id: "102100099996" },
  amount_minor: 462_000 as number | string,
  remittance: "11月上半月结算",
};
const input = {
  message_id: "batch_1",
  created_at: "2026-12-01T08:30:00Z",
  debtor: { name: "竹塘合作社", iban: "DE89370400440532013000", bic: "COBADEFFXXX" },
  execution_date: "2026-12-02",
  currency: "CNY",
  payments: [payment],
};
const second = (change: object) => ({
  ...input,
  payments: [payment, { ...payment, end_to_end_id: "payout_2", ...change }],
});

test("amounts are integers or, above 2^53, text; none is rounded", () => {
  const { xml, control_sum_minor } = valueOf(pain001File(second({ amount_minor: "90071992547409931" })));
  expect(xml).toContain(`<InstdAmt Ccy="CNY">900719925474099.31</InstdAmt>`);
  expect(control_sum_minor).toBe(90_071_992_547_871_931n);
  expect(xml).toBe(valueOf(pain001File(JSON.parse(JSON.stringify(second({ amount_minor: "90071992547409931" }))))).xml);
});

describe("refuses with the line and the reason", () => {
  test.each<[string, unknown, string, RegExp]>([
    [
      "a card number with a wrong digit",
      second({ account: "6222020200112233447" }),
      "invalid_account",
      /^Line 2: the card number/,
    ],
    [
      "an IBAN with wrong check digits",
      second({ account: undefined, iban: "DE88370400440532013000" }),
      "invalid_account",
      /^Line 2: the IBAN/,
    ],
    [
      "a CNAPS member id that is none",
      second({ clearing: { system: "CNAPS", member_id: "1021" } }),
      "invalid_account",
      /^Line 2: a CNAPS/,
    ],
    [
      "a fraction of a cent",
      second({ amount_minor: 1.5 }),
      "invalid_input",
      /^Line 2: amount_minor: 1.5 .*CNY has 2 dec/,
    ],
    [
      "a currency in small letters",
      { ...input, currency: "cny" },
      "invalid_input",
      /^currency: .*capitals, such as CNY/,
    ],
    [
      "an IBAN whose check digits are wrong",
      second({ account: "DE98370400440532013000" }),
      "invalid_account",
      /^Line 2: .*check digits \(98\)/,
    ],
    [
      "an IBAN that is too short",
      second({ account: "DE8937040044053201300" }),
      "invalid_account",
      /^Line 2: .*DE has 22 characters, this one 21/,
    ],
    ["a negative", second({ amount_minor: -1 }), "invalid_input", /^Line 2: amount_minor: /],
    ["a number that JSON has rounded", second({ amount_minor: 2 ** 60 }), "invalid_input", /^Line 2: amount_minor: /],
    ["nothing", second({ amount_minor: 0 }), "invalid_amount", /^Line 2: the amount is not above zero/],
    ["19 digits", second({ amount_minor: "1000000000000000000" }), "invalid_amount", /^Line 2: the amount has more/],
    ["a sum of 19 digits", second({ amount_minor: "999999999999999999" }), "invalid_amount", /sum to more than 18/],
    ["an id used twice", { ...input, payments: [payment, payment] }, "duplicate_id", /^Line 2: .*used twice/],
    ["a key nobody knows", second({ iban_: "x" }), "invalid_input", /^Line 2: .*iban_/],
    ["no payments", { ...input, payments: [] }, "no_payments", /no payments/],
    ["another currency", { ...input, currency: "XXX" }, "unknown_currency", /XXX/],
    ["a debtor without a name", { ...input, debtor: { account: "1" } }, "invalid_input", /^debtor.name: /],
    ["no object", [], "invalid_input", /./],
    ["nothing at all", null, "invalid_input", /./],
  ])("%s", (_, file, reason, said) => {
    const made = pain001File(file);
    expect(reasonOf(made)).toBe(reason);
    expect(made.ok ? "" : made.refusal.message).toMatch(said);
  });
});

describe("the check digit of a card", () => {
  test("finds every single wrong digit", () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 9 }), fc.nat(17), fc.integer({ min: 1, max: 9 }), (seed, at, off) => {
        const body = `62${String(seed).padStart(16, "7")}`;
        const card = body + "0123456789".split("").find((check) => hasCardCheck(body + check))!;
        expect(hasCardCheck(card)).toBe(true);
        const wrong = card.slice(0, at) + String((Number(card[at]) + off) % 10) + card.slice(at + 1);
        expect(hasCardCheck(wrong)).toBe(false);
      }),
    );
  });

  test("is asked of cards, not of accounts of companies", () => {
    expect(["6222020200112233446", "4111111111111111", "5555555555554444"].map(isCardNumber)).toEqual([
      true,
      true,
      true,
    ]);
    // Shorter, longer, another range, letters.
    expect(
      ["62220202", "62220202001122334461", "9999000000000000001", "1001190709016201530", "62-2"].some(isCardNumber),
    ).toBe(false);
  });
});
