import { describe, expect, it } from "vitest";
import { readAnswerFile } from "./file";

const statement = (version: string, entries: string) =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn by the bank's own program -->
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>B1</MsgId><CreDtTm>2026-12-03T09:00:00+08:00</CreDtTm></GrpHdr>
    <Stmt><Id>S1</Id><Acct><Id><Othr><Id>6222020000000007</Id></Othr></Id></Acct>${entries}</Stmt>
  </BkToCstmrStmt>
</Document>`);

function linesOf(version: string, entries: string) {
  const read = readAnswerFile(statement(version, entries));
  if (!read.ok) throw new Error(read.refusal.message);
  return read.value.lines.map(({ target, fact, amount_minor, currency }) => ({ target, fact, amount_minor, currency }));
}

describe("a statement in the shapes in which banks write it", () => {
  it("takes the amount of the entry where its payment says zero, or nothing", () => {
    const entry = (amount: string) => `<Ntry><Amt Ccy="CNY">105.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
      <NtryDtls><TxDtls><Refs><EndToEndId>P1</EndToEndId></Refs>${amount}<CdtDbtInd>DBIT</CdtDbtInd></TxDtls></NtryDtls></Ntry>`;
    const line = { target: { payout: "P1" }, fact: "debited", amount_minor: 10_550n, currency: "CNY" };
    for (const amount of ["", `<Amt Ccy="CNY">0</Amt>`, `<Amt Ccy="CNY">0.00</Amt>`])
      expect(linesOf("04", entry(amount))).toEqual([line]);
    expect(linesOf("04", entry(`<Amt Ccy="CNY">5.50</Amt>`))).toEqual([{ ...line, amount_minor: 550n }]);
  });

  it("reads an old statement, a batch in one sum, and what has no reference of ours", () => {
    const entry = (details: string) =>
      `<Ntry><Amt Ccy="CNY">20.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2026-12-03T13:15:00+08:00</DtTm></BookgDt>${details}</Ntry>`;
    const batch = `<NtryDtls><Btch><MsgId>M1</MsgId><PmtInfId>M1/001</PmtInfId><NbOfTxs>20</NbOfTxs></Btch></NtryDtls>`;
    const foreign = `<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs></TxDtls></NtryDtls>`;
    expect(linesOf("02", entry(batch) + entry(foreign) + entry("")).map((line) => line.target)).toEqual([
      { batch: "M1/001" },
      null,
      null,
    ]);
  });
});
