import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { payoutSms, smsSegments } from "./sms";
import { statementSms, type StatementSms } from "./statement-sms";

const statement: StatementSms = {
  cooperative: "竹塘合作社",
  number: "ST0000012",
  period: "11月1日至15日",
  currency: "CNY",
  brought_forward_minor: 0n,
  gross_minor: 606_400n,
  deductions_minor: 6_400n,
  advances_minor: 0n,
  net_minor: 600_000n,
  next: "将付到尾号3445的账户",
  slip_code: "K7QM3F2P9XTA",
  phone: "0571-8888",
};

test("it says what was earned, what comes off, what is owed and what happens now", () => {
  expect(valueOf(statementSms(statement))).toBe(
    "【竹塘合作社】11月1日至15日结算单ST0000012：货款6064.00元，扣款64.00元，应付您6000.00元。将付到尾号3445的账户。查对码K7QM3F2P9XTA，有疑问请打0571-8888",
  );
  const owes = valueOf(statementSms({ ...statement, net_minor: -500n, next: "从下期扣回" }));
  expect(owes).toContain("还差5.00元。从下期扣回");
});

test("a refund of the year has its own words beside the gross, and none where there is none", () => {
  const text = valueOf(statementSms({ ...statement, patronage_minor: 24_000n }));
  expect(text).toContain("货款6064.00元（含年终返利240.00元），扣款64.00元");
  expect(smsSegments(text)).toBeLessThanOrEqual(2);
  expect(valueOf(statementSms({ ...statement, patronage_minor: 0n }))).toBe(valueOf(statementSms(statement)));
});

test("whatever names and amounts, it is two segments at most and cuts no amount", () => {
  const amount = fc.bigInt(0n, 99_999_999_999n);
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 60 }),
      amount,
      amount,
      amount,
      amount,
      (cooperative, gross_minor, deductions_minor, advances_minor, brought_forward_minor) => {
        const net_minor = brought_forward_minor + gross_minor - deductions_minor - advances_minor;
        const said = statementSms({
          ...statement,
          cooperative,
          gross_minor,
          deductions_minor,
          advances_minor,
          brought_forward_minor,
          net_minor,
        });
        // A family of emoji can be longer than a name of two letters: refused then, never cut.
        if (!said.ok) return;
        expect(smsSegments(said.value)).toBeLessThanOrEqual(2);
        expect(said.value).toContain(`货款${gross_minor / 100n}.`);
        expect(said.value.endsWith("有疑问请打0571-8888")).toBe(true);
        expect(said.value).toContain("将付到尾号3445的账户");
      },
    ),
  );
});

test("too long, the code goes first, then the cooperative is cut; what can't be cut is refused", () => {
  const long = { ...statement, cooperative: "龙川县竹塘村第一农业种植养殖专业合作社联合社".repeat(3) };
  const said = valueOf(statementSms(long));
  expect(said).not.toContain("查对码");
  expect(said).toMatch(/^【龙川县.*…】/);
  expect(reasonOf(statementSms({ ...statement, next: "等".repeat(140) }))).toBe("does_not_fit");
});

test("a payout that holds money of the statement before says so", () => {
  const said = valueOf(
    payoutSms({ ...statement, paid_minor: 700_000n, brought_forward_minor: 100_000n, destination: "现金" }),
  );
  expect(said).toContain("货款6064.00元，上期转来1000.00元，扣款64.00元，本次付您7000.00元，付到现金");
  expect(smsSegments(said)).toBeLessThanOrEqual(2);
});
