import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { formatMinor } from "../shared/money";
import { isIban } from "./iban";
import { buildPain001, type Pain001Input, type Pain001Payment } from "./pain001";

const payment: Pain001Payment = {
  end_to_end_id: "payout_1",
  name: "王小明",
  account: "6222020200112233446",
  clearing: { system: "CNAPS", member_id: "102100099996" },
  amount_minor: 462_000n,
  remittance: "11月上半月结算",
};
const input: Pain001Input = {
  message_id: "batch_1",
  created_at: "2026-12-01T08:30:00Z",
  debtor: { name: "竹塘合作社", iban: "DE89370400440532013000", bic: "COBADEFFXXX" },
  execution_date: "2026-12-02",
  currency: "CNY",
  payments: [payment],
};

test("the file is what the standard asks for, to the byte", () => {
  const { xml } = valueOf(buildPain001(input));
  expect(xml).toBe(
    [
      `<?xml version="1.0" encoding="UTF-8"?>`,
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">`,
      `<CstmrCdtTrfInitn>`,
      `<GrpHdr><MsgId>batch_1</MsgId><CreDtTm>2026-12-01T08:30:00Z</CreDtTm><NbOfTxs>1</NbOfTxs><CtrlSum>4620.00</CtrlSum><InitgPty><Nm>竹塘合作社</Nm></InitgPty></GrpHdr>`,
      `<PmtInf><PmtInfId>batch_1</PmtInfId>`,
      `<PmtMtd>TRF</PmtMtd>`,
      `<NbOfTxs>1</NbOfTxs>`,
      `<CtrlSum>4620.00</CtrlSum>`,
      `<ReqdExctnDt><Dt>2026-12-02</Dt></ReqdExctnDt>`,
      `<Dbtr><Nm>竹塘合作社</Nm></Dbtr>`,
      `<DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct>`,
      `<DbtrAgt><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></DbtrAgt>`,
      `<CdtTrfTxInf><PmtId><EndToEndId>payout_1</EndToEndId></PmtId><Amt><InstdAmt Ccy="CNY">4620.00</InstdAmt></Amt><CdtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>CNAPS</Cd></ClrSysId><MmbId>102100099996</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt><Cdtr><Nm>王小明</Nm></Cdtr><CdtrAcct><Id><Othr><Id>6222020200112233446</Id></Othr></Id></CdtrAcct><RmtInf><Ustrd>11月上半月结算</Ustrd></RmtInf></CdtTrfTxInf></PmtInf>`,
      `</CstmrCdtTrfInitn>`,
      `</Document>`,
      ``,
    ].join("\n"),
  );
  expect(valueOf(buildPain001(structuredClone(input))).xml).toBe(xml);
});

test("count and control sum are those of the lines, in any currency", () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { minLength: 1, maxLength: 20 }),
      fc.constantFrom("CNY", "JPY", "KWD"),
      (amounts, currency) => {
        const payments = amounts.map((amount_minor, index) => ({
          ...payment,
          end_to_end_id: `p${index}`,
          amount_minor,
        }));
        const { xml, count, control_sum_minor } = valueOf(buildPain001({ ...input, currency, payments }));
        const lines = [...xml.matchAll(/<InstdAmt Ccy="(\w+)">([\d.]+)</g)];
        expect(lines.map((line) => line[2])).toEqual(amounts.map((amount) => formatMinor(amount, currency)));
        const sum = lines.reduce((all, line) => all + BigInt(line[2]!.replace(".", "")), 0n);
        expect([count, control_sum_minor]).toEqual([amounts.length, sum]);
        expect([...xml.matchAll(/<CtrlSum>([\d.]+)</g)].map((match) => match[1])).toEqual(
          Array(2).fill(formatMinor(sum, currency)),
        );
        expect([...xml.matchAll(/<NbOfTxs>(\d+)</g)].map((match) => match[1])).toEqual(
          Array(2).fill(String(amounts.length)),
        );
      },
    ),
    { numRuns: 50 },
  );
});

test("no text can add a tag of its own", () => {
  const name = `<Amt>&"'`;
  const { xml } = valueOf(buildPain001({ ...input, payments: [{ ...payment, name, remittance: name }] }));
  expect(xml).toContain("<Cdtr><Nm>&lt;Amt&gt;&amp;&quot;&apos;</Nm></Cdtr>");
  expect(xml.match(/<Amt>/g)).toHaveLength(1);
});

test("a debtor without a bank code says so, as the standard asks", () => {
  const { xml } = valueOf(buildPain001({ ...input, debtor: { name: "竹塘合作社", account: "123" } }));
  expect(xml).toContain("<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>");
});

test("an IBAN with one wrong digit, or two swapped, is found", () => {
  const good = ["DE89370400440532013000", "GB82WEST12345698765432", "FR1420041010050500013M02606"];
  for (const iban of good) {
    expect(isIban(iban)).toBe(true);
    for (let at = 4; at < iban.length; at++) {
      const digit = iban[at]!;
      const other = digit === "9" ? "0" : /\d/.test(digit) ? String(Number(digit) + 1) : digit === "Z" ? "A" : "Z";
      expect(isIban(iban.slice(0, at) + other + iban.slice(at + 1))).toBe(false);
    }
  }
  expect(isIban("DE98370400440532013000")).toBe(false);
  for (const wrong of ["", "DE89 3704 0044 0532 0130 00", "de89370400440532013000", "DE89"])
    expect(isIban(wrong)).toBe(false);
});

describe("refuses, naming the line", () => {
  const second = (change: Partial<Pain001Payment>): Pain001Input => ({
    ...input,
    payments: [payment, { ...payment, end_to_end_id: "payout_2", ...change }],
  });
  const { account: _account, ...withoutAccount } = payment;
  test.each<[string, Pain001Input, string, string]>([
    [
      "an IBAN with wrong check digits",
      { ...input, payments: [payment, { ...withoutAccount, end_to_end_id: "x", iban: "DE00370400440532013000" }] },
      "invalid_account",
      "Line 2",
    ],
    ["no account", { ...input, payments: [withoutAccount] }, "invalid_account", "Line 1"],
    ["two accounts", second({ iban: "DE89370400440532013000" }), "invalid_account", "Line 2"],
    ["an account with a space", second({ account: "6222 0202" }), "invalid_account", "Line 2"],
    ["an account too long", second({ account: "1".repeat(35) }), "invalid_account", "Line 2"],
    ["a BIC that is none", second({ bic: "bank" }), "invalid_account", "Line 2"],
    [
      "a clearing member that is none",
      second({ clearing: { system: "CNAPS", member_id: "<x>" } }),
      "invalid_account",
      "Line 2",
    ],
    ["no name", second({ name: " " }), "invalid_text", "Line 2"],
    ["a name too long", second({ name: "王".repeat(141) }), "invalid_text", "Line 2"],
    ["a control character", second({ remittance: "a\u0000b" }), "invalid_text", "Line 2"],
    ["half a character", second({ name: "\ud842" }), "invalid_text", "Line 2"],
    ["an id used twice", second({ end_to_end_id: "payout_1" }), "duplicate_id", "Line 2"],
    ["an id too long", second({ end_to_end_id: "x".repeat(36) }), "invalid_text", "Line 2"],
    ["nothing to pay", second({ amount_minor: 0n }), "invalid_amount", "Line 2"],
    ["a bad debtor", { ...input, debtor: { name: "x", iban: "DE00" } }, "invalid_account", "debtor"],
    ["a file without payments", { ...input, payments: [] }, "no_payments", "no payments"],
    ["a day there is not", { ...input, execution_date: "2026-02-30" }, "invalid_header", "2026-02-30"],
    ["a time that is none", { ...input, created_at: "2026-12-01" }, "invalid_header", "2026-12-01"],
    ["an unknown currency", { ...input, currency: "XXX" }, "unknown_currency", "XXX"],
  ])("%s", (_, file, reason, said) => {
    const result = buildPain001(file);
    expect(reasonOf(result)).toBe(reason);
    if (!result.ok) expect(result.refusal.message).toContain(said);
  });

  test("a rare character is a character, not a fault", () => {
    expect(buildPain001(second({ name: "𠮷田" })).ok).toBe(true);
  });
});
