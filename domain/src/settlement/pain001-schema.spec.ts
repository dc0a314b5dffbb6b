import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { valueOf } from "../../test/expect-result";
import { formatMinor } from "../shared/money";
import { hasCardCheck } from "./card-number";
import { buildPain001, type BankAccount, type Pain001Input } from "./pain001";

/** Always our own statement of the standard; the standard's schema too, where somebody has it (test/iso20022/README.md). */
const SCHEMAS = [
  path.resolve(__dirname, "../../test/iso20022/pain.001.001.09.profile.xsd"),
  path.join(process.env.ISO20022_SCHEMAS ?? "/nowhere", "pain.001.001.09.xsd"),
].filter((file) => existsSync(file));

/** The names of the files that a schema refuses, of many at once: the validator starts slowly. */
async function refusedBy(schema: string, files: readonly string[]): Promise<string[]> {
  const xml = files.map((contents, at) => ({ fileName: `f${at}.xml`, contents }));
  const { errors, rawOutput } = await validateXML({
    xml,
    schema: { fileName: "schema.xsd", contents: readFileSync(schema, "utf8") },
    initialMemoryPages: 1_024,
    maxMemoryPages: 16_384,
  });
  if (/failed to compile/.test(rawOutput)) throw new Error(rawOutput);
  return [...new Set(errors.map((error) => error.loc?.fileName ?? error.rawMessage))];
}

const letters = fc.constantFrom(..."王小明竹塘合作社&<>\"'𠮷田abcé :/-.".split(/(?:)/u));
const text = (most: number) =>
  fc
    .array(letters, { minLength: 1, maxLength: most })
    .map((all) => all.join(""))
    .filter((said) => said.trim() !== "" && Array.from(said).length <= most);
const digits = (least: number, most: number) =>
  fc.array(fc.nat(9), { minLength: least, maxLength: most }).map((all) => all.join(""));
const card = digits(13, 16).map((rest) => {
  const body = `62${rest}`;
  return body + "0123456789".split("").find((check) => hasCardCheck(body + check))!;
});
const account: fc.Arbitrary<Pick<BankAccount, "iban" | "account">> = fc.oneof(
  fc.constantFrom({ iban: "DE89370400440532013000" }, { iban: "GB82WEST12345698765432" }),
  card.map((number) => ({ account: number })),
  digits(1, 32).map((number) => ({ account: `9${number}` })),
);
const party: fc.Arbitrary<BankAccount> = fc
  .record(
    {
      name: text(140),
      account,
      bic: fc.constantFrom("COBADEFFXXX", "ICBKCNBJ"),
      clearing: digits(12, 12).map((member_id) => ({ system: "CNAPS", member_id })),
    },
    { requiredKeys: ["name", "account"] },
  )
  .map(({ account: number, ...rest }) => ({ ...rest, ...number }));
const day = fc.integer({ min: 0, max: 20_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const clock = fc.constantFrom("T00:00:00Z", "T23:59:59.123+08:00", "T08:30:00", "T08:30:00-13:59");
const input: fc.Arbitrary<Pain001Input> = fc.record({
  message_id: text(35),
  created_at: fc.tuple(day, clock).map(([date, time]) => date + time),
  execution_date: day,
  debtor: party,
  currency: fc.constantFrom("CNY", "JPY", "KWD"),
  payments: fc
    .array(
      fc.record({ party, amount: fc.bigInt({ min: 1n, max: 10n ** 17n - 1n }), remittance: text(140), id: text(30) }),
      {
        minLength: 1,
        maxLength: 5,
      },
    )
    .map((all) =>
      all.map(({ party: whose, amount, remittance, id }, at) => ({
        ...whose,
        end_to_end_id: `${at}/${id}`,
        amount_minor: amount,
        remittance,
      })),
    ),
});

describe.each(SCHEMAS)("%s", (schema) => {
  test("whatever may be paid gives a file that is valid, with control sum = lines = payments, the same bytes each time", async () => {
    const files = fc.sample(input, { numRuns: 400, seed: 20_022 }).map((one) => {
      const { xml, count, control_sum_minor } = valueOf(buildPain001(one));
      expect(valueOf(buildPain001(structuredClone(one))).xml).toBe(xml);
      const sum = one.payments.reduce((all, payment) => all + payment.amount_minor, 0n);
      expect([count, control_sum_minor]).toEqual([one.payments.length, sum]);
      expect(xml.split(`<CtrlSum>${formatMinor(sum, one.currency)}</CtrlSum>`)).toHaveLength(3);
      expect(xml.match(/<InstdAmt /g)).toHaveLength(count);
      return xml;
    });
    expect(await refusedBy(schema, files)).toEqual([]);
  });

  test("the longest of everything is valid, and one more of anything is not a file", async () => {
    const longest: Pain001Input = {
      message_id: "m".repeat(35),
      created_at: "2026-12-01T08:30:00Z",
      execution_date: "2026-12-02",
      currency: "CNY",
      debtor: {
        name: "社".repeat(140),
        account: "9".repeat(34),
        clearing: { system: "CNAPS", member_id: "102100099996" },
      },
      payments: [
        {
          name: "𠮷".repeat(140),
          account: "1".repeat(34),
          end_to_end_id: "e".repeat(35),
          amount_minor: 10n ** 18n - 1n,
          remittance: "款".repeat(140),
        },
      ],
    };
    expect(await refusedBy(schema, [valueOf(buildPain001(longest)).xml])).toEqual([]);
    const [payment] = longest.payments;
    if (!payment) throw new Error("no payment");
    const more: Pain001Input[] = [
      { ...longest, message_id: "m".repeat(36) },
      { ...longest, created_at: "2026-12-01T24:30:00Z" },
      { ...longest, created_at: "2026-02-30T08:30:00Z" },
      { ...longest, debtor: { ...longest.debtor, name: "社".repeat(141) } },
      ...[
        { name: "𠮷".repeat(141) },
        { account: "1".repeat(35) },
        { end_to_end_id: "e".repeat(36) },
        { amount_minor: 10n ** 18n },
        { remittance: "款".repeat(141) },
      ].map((change) => ({ ...longest, payments: [{ ...payment, ...change }] })),
      { ...longest, payments: [payment, { ...payment, end_to_end_id: "second" }] },
    ];
    expect(more.map((one) => buildPain001(one).ok)).toEqual(more.map(() => false));
  });

  test("the schema is no yes-sayer: a file that is changed anywhere is found", async () => {
    const [good] = fc.sample(input, { numRuns: 1, seed: 7 }).map((one) => valueOf(buildPain001(one)).xml);
    const broken = [
      (xml: string) => xml.replace(/<MsgId>.*?<\/MsgId>/, `<MsgId>${"m".repeat(36)}</MsgId>`),
      (xml: string) => xml.replace("<PmtMtd>TRF</PmtMtd>", ""),
      (xml: string) => xml.replace("<PmtMtd>TRF</PmtMtd>", "<PmtMtd>XYZ</PmtMtd>"),
      (xml: string) => xml.replace(/<Dt>.*?<\/Dt>/, "<Dt>2026-02-30</Dt>"),
      (xml: string) => xml.replace(/ Ccy="\w+"/, ""),
      (xml: string) => xml.replace(/(<InstdAmt [^>]*>)[\d.]+/, "$11.123456"),
      (xml: string) => xml.replace(/(<Amt>.*?<\/Amt>)/, "$1$1"),
      (xml: string) => xml.replace("pain.001.001.09", "pain.001.001.03"),
      (xml: string) => xml.slice(0, -40),
    ].map((change) => change(good!));
    expect(broken.filter((xml) => xml === good)).toEqual([]);
    for (const xml of broken) expect(await refusedBy(schema, [xml]), xml).not.toEqual([]);
  });
});
