import { formatMinor } from "../shared/money";
import type { BankAccount, Pain001Input, Pain001Payment } from "./pain001";

/** The message, of an input that `buildPain001` has found right. Elements in the order of the schema; the same input, the same bytes. */
export function pain001Xml(input: Pain001Input, control_sum_minor: bigint): string {
  const currency = input.currency.toUpperCase();
  const counts = [
    tag("NbOfTxs", String(input.payments.length)),
    tag("CtrlSum", formatMinor(control_sum_minor, currency)),
  ];
  const header = [
    tag("MsgId", escaped(input.message_id)),
    tag("CreDtTm", input.created_at),
    ...counts,
    tag("InitgPty", tag("Nm", escaped(input.debtor.name))),
  ];
  const block = [
    // One block a file, so the message's id serves it too.
    tag("PmtInfId", escaped(input.message_id)),
    tag("PmtMtd", "TRF"),
    ...counts,
    tag("ReqdExctnDt", tag("Dt", input.execution_date)),
    tag("Dbtr", tag("Nm", escaped(input.debtor.name))),
    tag("DbtrAcct", accountXml(input.debtor)),
    tag("DbtrAgt", agentXml(input.debtor) ?? tag("FinInstnId", tag("Othr", tag("Id", "NOTPROVIDED")))),
    ...input.payments.map((payment) => paymentXml(payment, currency)),
  ];
  const message = tag("CstmrCdtTrfInitn", `\n${tag("GrpHdr", header.join(""))}\n${tag("PmtInf", block.join("\n"))}\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">\n${message}\n</Document>\n`;
}

function paymentXml(payment: Pain001Payment, currency: string): string {
  const agent = agentXml(payment);
  return tag(
    "CdtTrfTxInf",
    [
      tag("PmtId", tag("EndToEndId", escaped(payment.end_to_end_id))),
      tag("Amt", `<InstdAmt Ccy="${currency}">${formatMinor(payment.amount_minor, currency)}</InstdAmt>`),
      agent === null ? "" : tag("CdtrAgt", agent),
      tag("Cdtr", tag("Nm", escaped(payment.name))),
      tag("CdtrAcct", accountXml(payment)),
      tag("RmtInf", tag("Ustrd", escaped(payment.remittance))),
    ].join(""),
  );
}

function accountXml(account: BankAccount): string {
  return tag(
    "Id",
    account.iban === undefined ? tag("Othr", tag("Id", escaped(account.account ?? ""))) : tag("IBAN", account.iban),
  );
}

function agentXml(account: BankAccount): string | null {
  const bic = account.bic === undefined ? "" : tag("BICFI", account.bic);
  const { clearing } = account;
  const member =
    clearing === undefined
      ? ""
      : tag("ClrSysMmbId", tag("ClrSysId", tag("Cd", clearing.system)) + tag("MmbId", clearing.member_id));
  return bic + member === "" ? null : tag("FinInstnId", bic + member);
}

function tag(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function escaped(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&apos;");
}
