import { describe, expect, it } from "vitest";
import { readAnswerFile } from "../answers/file";
import { readStatementFile, type ReadStatement } from "./read-statement";

/** Later than all that these files show. */
const LATEST = "2026-12-31";

function read(bytes: Buffer | string): ReadStatement {
  const found = readStatementFile(typeof bytes === "string" ? Buffer.from(bytes) : bytes, LATEST);
  if (!found.ok) throw new Error(found.refusal.message);
  return found.value;
}
const refused = (text: string | Buffer, latest = LATEST) => {
  const found = readStatementFile(typeof text === "string" ? Buffer.from(text) : text, latest);
  return found.ok ? null : found.refusal;
};
const said = (found: ReadStatement) =>
  found.credits.map(({ booked_on, amount_minor, currency, payer, text }) => [
    booked_on,
    amount_minor,
    currency,
    payer,
    text,
  ]);

const undone = (found: ReadStatement) =>
  found.debits.map(({ booked_on, amount_minor, currency, text, reversal }) => [
    booked_on,
    amount_minor,
    currency,
    text,
    reversal,
  ]);

describe("a bank's sheet", () => {
  it("has its head somewhere above, days and amounts as banks write them, and only what came in is read", () => {
    const found = read(
      [
        "某银行账户明细",
        "账号：,6222 0200 0000 0007,币种：,人民币",
        "交易日期,借方发生额,贷方发生额,余额,对方户名,摘要,附言,交易流水号",
        '20261203,,"1,234.50",9,林家食堂,货款,RF54 0000 0012 34,\'001',
        "2026/12/3 10:22:11,20.00,,8,银行,手续费,,002",
        "2026年12月4日,0.00,¥5,8,=cmd,退款,,003",
        "合计,,1239.50,,,,,",
      ].join("\r\n"),
    );
    expect(found).toMatchObject({ kind: "csv", account: "6222020000000007", lines: 3 });
    expect(said(found)).toEqual([
      ["2026-12-03", 123_450n, "CNY", "林家食堂", "货款 RF54 0000 0012 34"],
      ["2026-12-04", 500n, "CNY", "=cmd", "退款"],
    ]);
  });

  it("shows what the bank takes back, in red ink or in words, beside what left otherwise", () => {
    const columns = read(
      "日期,借方发生额,贷方发生额,附言\n2026-12-03,,-448.00,RF54\n2026-12-03,448.00,,冲正 RF54\n2026-12-04,20.00,,手续费\n2026-12-04,-9.00,,x\n2026-12-04,-,,y\n",
    );
    expect(columns.credits).toEqual([]);
    expect(undone(columns)).toEqual([
      ["2026-12-03", 44_800n, "CNY", "RF54", true],
      ["2026-12-03", 44_800n, "CNY", "冲正 RF54", true],
      ["2026-12-04", 2_000n, "CNY", "手续费", false],
    ]);
    const way = read("日期,金额,借贷标志,附言\n2026-12-03,-5.00,贷,a\n2026-12-03,5.00,借,b\n2026-12-03,-5.00,借,c\n");
    expect(undone(way).map((one) => one.slice(3))).toEqual([
      ["a", true],
      ["b", false],
    ]);
    const sign = read("date,amount,text\n2026-12-03,-8.00,Reversal of 7\n2026-12-03,-8.00,rent\n");
    expect(undone(sign).map((one) => one.at(-1))).toEqual([true, false]);
  });

  it("may say the way in a column, or by a sign, and a currency of its own", () => {
    const way = read(
      "Date,Amount,Direction,Currency,Payer,Remittance\n2026-12-03,7.00,Credit,USD,A,x\n2026-12-03,8.00,Debit,USD,B,y\n",
    );
    expect(said(way)).toEqual([["2026-12-03", 700n, "USD", "A", "x"]]);
    const sign = read("date;amount;payer;text\n2026-12-03;+7.00;A;x\n2026-12-03;-8.00;B;y\n");
    expect(said(sign)).toEqual([["2026-12-03", 700n, "CNY", "A", "x"]]);
  });

  it("in the letters of Chinese banks says the same", () => {
    // GB18030 of "日期,金额,对方户名,附言", then one line.
    const head = Buffer.from("c8d5c6da2cbdf0b6ee2cb6d4b7bdbba7c3fb2cb8bdd1d4", "hex");
    const line = Buffer.concat([
      Buffer.from("\n2026-12-03,1.00,"),
      Buffer.from("caa4ccc3", "hex"),
      Buffer.from(",x\n"),
    ]);
    expect(said(read(Buffer.concat([head, line])))).toEqual([["2026-12-03", 100n, "CNY", "胜堂", "x"]]);
  });

  it("that can't be read is refused with its line, and nothing of it is taken", () => {
    expect(refused("a,b\n1,2\n")).toMatchObject({ reason: "answer_file_unreadable", details: { why: "missing" } });
    expect(refused("date,amount\n2026-12-03,much\n")).toMatchObject({ details: { why: "amount", line: 2 } });
    expect(refused("date,amount\n2026-13-03,1.00\n")).toMatchObject({ details: { why: "missing", line: 2 } });
    const sideways = "date,amount,direction\n2026-12-03,1.00,sideways\n";
    expect(refused(sideways)).toMatchObject({ details: { why: "status", line: 2 } });
    expect(refused('date,amount\n"2026-12-03,1.00\n')).toMatchObject({ details: { why: "quotes" } });
    expect(refused(Buffer.from([0, 1, 2]))).toMatchObject({ reason: "answer_file_unknown" });
  });

  it("booked on a day that is still to come is refused with its day, at its line, in or out; on the last day it is read", () => {
    const future = (line: number, what: string) => ({
      reason: "answer_file_unreadable",
      message: expect.stringContaining(`Line ${line}: It is booked on ${what}`) as string,
      details: { why: "future", line, what },
    });
    expect(refused("date,amount\n2026-12-03,1.00\n2099-11-28,1.00\n")).toMatchObject(future(3, "2099-11-28"));
    expect(refused("date,debit,credit\n2099-11-28,1.00,\n")).toMatchObject(future(2, "2099-11-28"));
    const last = "date,amount\n2026-12-03,1.00\n";
    expect(refused(last, "2026-12-03")).toBeNull();
    expect(refused(last, "2026-12-02")).toMatchObject(future(2, "2026-12-03"));
    const booked = statement(entry("3.00", payment("one")));
    expect(refused(booked, "2026-12-03")).toBeNull();
    expect(refused(booked, "2026-12-02")).toMatchObject({ details: { why: "future", what: "2026-12-03" } });
    // What is only announced may be of any day.
    expect(
      refused(statement(entry("3.00", payment("one"), { status: "PDNG" })), "2026-12-02")?.details,
    ).not.toMatchObject({
      why: "future",
    });
  });

  it("that says how payouts went, or a bank's report on them, belongs to its answers; and the reverse", () => {
    const elsewhere = { reason: "answer_file_elsewhere", details: { why: "payout_answer" } };
    expect(refused("参考号,状态\n1,成功\n")).toMatchObject(elsewhere);
    expect(refused('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"/>')).toMatchObject(elsewhere);
    const answer = readAnswerFile(Buffer.from("交易日期,贷方发生额,附言\n2026-12-03,1.00,x\n"));
    expect(answer).toMatchObject({ refusal: { reason: "answer_file_elsewhere", details: { why: "incoming" } } });
  });

  it("names equal lines of one file apart, and one line alike wherever it stands", () => {
    const twice = read("date,amount,text\n2026-12-03,1.00,x\n2026-12-03,1.00,x\n").credits.map((one) => one.line_id);
    expect(new Set(twice).size).toBe(2);
    const later = read("date,amount,text\n2026-12-02,9.00,y\n2026-12-03,1.00,x\n").credits.map((one) => one.line_id);
    expect(later[1]).toBe(twice[0]);
  });
});

const statement = (entries: string, count?: number) => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>DE00500105175407324931</IBAN></Id></Acct>
${count === undefined ? "" : `<TxsSummry><TtlNtries><NbOfNtries>${count}</NbOfNtries></TtlNtries></TxsSummry>`}
${entries}</Stmt></BkToCstmrStmt></Document>`;
const entry = (amount: string, inside: string, more: { status?: string; way?: string; head?: string } = {}) =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${more.way ?? "CRDT"}</CdtDbtInd>${more.head ?? ""}<Sts><Cd>${more.status ?? "BOOK"}</Cd></Sts>
<BookgDt><Dt>2026-12-03</Dt></BookgDt><AcctSvcrRef>REF1</AcctSvcrRef><NtryDtls>${inside}</NtryDtls></Ntry>`;
const payment = (text: string, amount?: string, more = "") =>
  `<TxDtls>${amount === undefined ? "" : `<Amt Ccy="EUR">${amount}</Amt>`}<RltdPties><Dbtr><Nm>A ${text}</Nm></Dbtr></RltdPties>
<RmtInf><Strd><CdtrRefInf><Ref>${text}</Ref></CdtrRefInf></Strd></RmtInf>${more}</TxDtls>`;

describe("a statement as a message", () => {
  it("is its account's, and each payment in an entry is a line where all say their amounts", () => {
    const found = read(statement(entry("3.00", payment("one", "1.00") + payment("two", "2.00")), 1));
    expect(found).toMatchObject({ kind: "camt.053", account: "DE00500105175407324931", lines: 1 });
    expect(said(found)).toEqual([
      ["2026-12-03", 100n, "EUR", "A one", "one"],
      ["2026-12-03", 200n, "EUR", "A two", "two"],
    ]);
    expect(new Set(found.credits.map((one) => one.line_id)).size).toBe(2);
  });

  it("is one line an entry where the payments leave the amount to it, with all that they say: never counted twice", () => {
    const found = read(statement(entry("3.00", payment("one") + payment("two", "0"))));
    expect(said(found)).toEqual([["2026-12-03", 300n, "EUR", "A one", "one two"]]);
  });

  it("leaves out what left, what is announced, what is taken back, and what comes back", () => {
    const back = payment("p", "1.00", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>");
    const all = [
      entry("1.00", payment("out", "1.00"), { way: "DBIT" }),
      entry("1.00", payment("soon", "1.00"), { status: "PDNG" }),
      entry("1.00", payment("undone", "1.00"), { head: "<RvslInd>true</RvslInd>" }),
      entry("1.00", back),
    ];
    const found = read(statement(all.join(""), 4));
    expect([found.lines, found.credits]).toEqual([4, []]);
    expect(undone(found)).toEqual([["2026-12-03", 100n, "EUR", "out", false]]);
  });

  it("shows what the bank takes back: a reversal that leaves, and a return of what had come", () => {
    const reversed = entry("1.00", payment("one", "1.00"), { way: "DBIT", head: "<RvslInd>true</RvslInd>" });
    // Kept as it was, with the direction of the payment that is undone.
    const kept = reversed.replace("</TxDtls>", "<CdtDbtInd>CRDT</CdtDbtInd></TxDtls>").replaceAll("one", "two");
    const returned = entry("2.00", payment("three", "2.00", "<RtrInf><Rsn><Cd>CUST</Cd></Rsn></RtrInf>"), {
      way: "DBIT",
    });
    const found = read(statement(reversed + kept + returned, 3));
    expect(found.credits).toEqual([]);
    expect(undone(found)).toEqual([
      ["2026-12-03", 100n, "EUR", "one", true],
      ["2026-12-03", 100n, "EUR", "two", true],
      ["2026-12-03", 200n, "EUR", "three", true],
    ]);
    expect(found.debits[0]).toMatchObject({ bank_ref: "REF1", payer: "A one", parties: ["A one"] });
  });

  it("that is not whole, or of several accounts, or another message is refused", () => {
    expect(refused(statement(entry("1.00", payment("x")), 2))).toMatchObject({ details: { why: "count" } });
    const whole = statement(entry("1.00", payment("x")));
    expect(refused(whole.slice(0, whole.indexOf("</Ntry>")))).toMatchObject({ details: { why: "cut" } });
    expect(refused("<Document/>")).toMatchObject({ reason: "answer_file_unknown" });
  });
});
