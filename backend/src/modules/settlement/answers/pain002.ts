import type { BankFact } from "@commonlot/domain";
import { Unreadable } from "./fault";
import { amountOf, MAX_ANSWER_LINES, wordsOf, type ReadFile, type ReadLine } from "./lines";
import { find, readElements, textAt, type Element } from "./xml";

/** ISO 20022 ExternalPaymentTransactionStatus. What says nothing new (received, pending, partly) is left out. */
const FACTS: Readonly<Record<string, BankFact>> = {
  ACTC: "accepted",
  ACCP: "accepted",
  ACSP: "accepted",
  ACWC: "accepted",
  ACWP: "accepted",
  ACFC: "accepted",
  ACSC: "settled",
  ACCC: "settled",
  RJCT: "rejected",
  CANC: "rejected",
};
const SILENT: ReadonlySet<string> = new Set(["RCVD", "PDNG", "PART", "PATC", "BLCK"]);

/** A status report: of single payments, of the payment block, of the whole file. Reads pain.002.001 from 03 on. */
export function readPain002(text: string, message: string): ReadFile {
  const lines: ReadLine[] = [];
  const push = (line: ReadLine | null): void => {
    if (line === null) return;
    if (lines.length >= MAX_ANSWER_LINES) throw new Unreadable("too_long", line.line, String(MAX_ANSWER_LINES));
    lines.push(line);
  };
  const root = readElements(
    text,
    `urn:iso:std:iso:20022:tech:xsd:${message}`,
    new Set(["TxInfAndSts", "OrgnlPmtInfAndSts"]),
    (record) => push(record.name === "TxInfAndSts" ? ofPayment(record) : ofBlock(record)),
  );
  const report = find(root, "CstmrPmtStsRpt");
  if (!report) throw new Unreadable("missing", root.line, "<CstmrPmtStsRpt>");
  const group = find(report, "OrgnlGrpInfAndSts");
  if (group) push(ofWhole(group, "OrgnlMsgId", "GrpSts"));
  return { kind: "pain.002", message_id: textAt(report, "GrpHdr", "MsgId"), account: null, lines };
}

function ofPayment(record: Element): ReadLine | null {
  const fact = factOf(textAt(record, "TxSts"), record.line);
  if (fact === null) return null;
  const reference = textAt(record, "OrgnlEndToEndId");
  const amount = find(record, "OrgnlTxRef", "Amt", "InstdAmt");
  return {
    line: record.line,
    target: reference === null ? null : { payout: reference },
    fact,
    amount_minor: amount ? amountOf(amount.text, amount.currency, amount.line) : null,
    currency: amount?.currency ?? null,
    ...reasonOf(record),
    credit: false,
  };
}

const ofBlock = (record: Element): ReadLine | null => ofWhole(record, "OrgnlPmtInfId", "PmtInfSts");

/** Our block and our file carry the same number: the batch's. */
function ofWhole(record: Element, id: string, status: string): ReadLine | null {
  const fact = factOf(textAt(record, status), record.line);
  const batch = textAt(record, id);
  if (fact === null || batch === null) return null;
  return {
    line: record.line,
    target: { batch },
    fact,
    amount_minor: null,
    currency: null,
    ...reasonOf(record),
    credit: false,
  };
}

function factOf(status: string | null, line: number): BankFact | null {
  if (status === null || SILENT.has(status)) return null;
  const fact = Object.hasOwn(FACTS, status) ? FACTS[status] : undefined;
  if (!fact) throw new Unreadable("status", line, status);
  return fact;
}

function reasonOf(record: Element): { reason_code: string | null; reason: string | null } {
  const info = find(record, "StsRsnInf");
  return {
    reason_code: textAt(info, "Rsn", "Cd") ?? textAt(info, "Rsn", "Prtry"),
    reason: wordsOf(textAt(info, "AddtlInf")),
  };
}
