import { Unreadable } from "./fault";
import { amountOf, MAX_ANSWER_LINES, wordsOf, type ReadFile, type ReadLine } from "./lines";
import { find, readElements, textAt, type Element } from "./xml";

/**
 * A statement of account: each booked entry, or each payment in it. Money that left is "debited", money that came back with
 * our reference or a return reason is "returned". Entries that are only announced are left out. Reads camt.053.001 from 02 on.
 */
export function readCamt053(text: string, message: string): ReadFile {
  const lines: ReadLine[] = [];
  const entries = { count: 0 };
  const detailed = new WeakSet<Element>();
  const root = readElements(
    text,
    `urn:iso:std:iso:20022:tech:xsd:${message}`,
    new Set(["TxDtls", "Ntry"]),
    (record, around) => {
      const entry = record.name === "Ntry" ? record : around.find((element) => element.name === "Ntry");
      if (!entry) throw new Unreadable("foreign", record.line, record.name);
      if (record.name === "Ntry") entries.count += 1;
      if (!isBooked(entry)) return;
      if (record.name === "Ntry" && detailed.has(entry)) return;
      detailed.add(entry);
      if (lines.length >= MAX_ANSWER_LINES) throw new Unreadable("too_long", record.line, String(MAX_ANSWER_LINES));
      lines.push(lineOf(entry, record));
    },
  );
  const report = find(root, "BkToCstmrStmt");
  if (!report) throw new Unreadable("missing", root.line, "<BkToCstmrStmt>");
  const statements = report.children.filter((child) => child.name === "Stmt");
  if (statements.length === 0) throw new Unreadable("missing", report.line, "<Stmt>");
  refuseWhenIncomplete(statements, entries.count);
  return { kind: "camt.053", message_id: textAt(report, "GrpHdr", "MsgId"), account: accountOf(statements), lines };
}

/** 02 writes the word itself, later versions put it into a code. */
function isBooked(entry: Element): boolean {
  return (textAt(entry, "Sts", "Cd") ?? textAt(entry, "Sts")) === "BOOK";
}

/** `record` is one payment of the entry, or the entry itself when it lists none. */
function lineOf(entry: Element, record: Element): ReadLine {
  const details = record === entry ? find(entry, "NtryDtls", "TxDtls") : record;
  const way = textAt(record, "CdtDbtInd") ?? textAt(entry, "CdtDbtInd");
  if (way !== "DBIT" && way !== "CRDT") throw new Unreadable("missing", record.line, "<CdtDbtInd>");
  // Some banks fill in a zero where they leave the amount of a payment to its entry.
  const amount = [
    find(record, "Amt"),
    find(record, "AmtDtls", "TxAmt", "Amt"),
    find(record, "AmtDtls", "InstdAmt", "Amt"),
    find(entry, "Amt"),
  ].find((one) => one && !/^0*(\.0*)?$/.test(one.text.trim()));
  if (!amount) throw new Unreadable("missing", record.line, "<Amt>");
  const reason_code = textAt(details, "RtrInf", "Rsn", "Cd") ?? textAt(details, "RtrInf", "Rsn", "Prtry");
  const credit = way === "CRDT";
  return {
    line: record.line,
    target: targetOf(entry, record),
    fact: credit ? "returned" : "debited",
    amount_minor: amountOf(amount.text, amount.currency, amount.line),
    currency: amount.currency,
    reason_code: credit ? reason_code : null,
    reason: wordsOf(
      textAt(details, "RtrInf", "AddtlInf") ?? textAt(record, "AddtlTxInf") ?? textAt(entry, "AddtlNtryInf"),
    ),
    credit,
  };
}

/** Not of ours: banks write NOTPROVIDED where they have no reference. */
function targetOf(entry: Element, record: Element): ReadLine["target"] {
  const payout = textAt(record, "Refs", "EndToEndId");
  if (payout !== null && payout !== "NOTPROVIDED") return { payout };
  // A batch that is booked in one sum.
  const batch =
    textAt(record, "Refs", "PmtInfId") ??
    textAt(entry, "NtryDtls", "Btch", "PmtInfId") ??
    textAt(record, "Refs", "MsgId") ??
    textAt(entry, "NtryDtls", "Btch", "MsgId");
  return batch === null ? null : { batch };
}

function accountOf(statements: readonly Element[]): string | null {
  const accounts = new Set(
    statements.map(
      (statement) => textAt(statement, "Acct", "Id", "IBAN") ?? textAt(statement, "Acct", "Id", "Othr", "Id"),
    ),
  );
  if (accounts.size > 1) throw new Unreadable("accounts");
  return [...accounts][0] ?? null;
}

/** Where the bank says how many entries there are, so many must be there: a file cut between two is found too. */
function refuseWhenIncomplete(statements: readonly Element[], entries: number): void {
  const said = statements.map((statement) => textAt(statement, "TxsSummry", "TtlNtries", "NbOfNtries"));
  if (said.some((count) => count === null)) return;
  const total = said.reduce((sum, count) => sum + Number(count), 0);
  if (total !== entries) throw new Unreadable("count", null, `${total}, the file has ${entries}`);
}
