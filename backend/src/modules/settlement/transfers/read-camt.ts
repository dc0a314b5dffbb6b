import { mustHaveCome, Unreadable } from "../answers/fault";
import { amountOf, MAX_ANSWER_LINES, wordsOf } from "../answers/lines";
import { find, readElements, textAt, type Element } from "../answers/xml";
import type { CreditLine, DebitLine, StatementLines } from "./read-statement";

/** One payment of an entry, as far as it says things of its own. */
interface Payment extends Omit<CreditLine, "amount_minor" | "currency" | "booked_on"> {
  amount: { minor: bigint; currency: string } | null;
  returned: boolean;
  credit: boolean;
  parties: string[];
}

/** A line of an entry; `returned`: it says that it gives something back. */
type Part = CreditLine & Pick<Payment, "returned" | "parties">;

/**
 * A statement of account (camt.053.001, from 02 on): each booked entry, or each payment in it where all of them say their amounts. Left out
 * is what is only announced, and money of ours that comes back (the reversal of a debit, a return). Nothing is booked later than `latest`.
 */
export function readStatementMessage(text: string, latest: string): StatementLines {
  const message =
    /urn:iso:std:iso:20022:tech:xsd:(camt\.053\.001\.(?:0[2-9]|1\d))/.exec(text.slice(0, 5_000))?.[1] ?? null;
  if (message === null && /urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\./.test(text.slice(0, 5_000)))
    throw new Unreadable("payout_answer");
  if (message === null) throw new Unreadable("other_message", null, "no statement (camt.053)");
  const credits: CreditLine[] = [];
  const debits: DebitLine[] = [];
  const payments = new WeakMap<Element, Payment[]>();
  let lines = 0;
  const root = readElements(
    text,
    `urn:iso:std:iso:20022:tech:xsd:${message}`,
    new Set(["TxDtls", "Ntry"]),
    (record, around) => {
      const entry = record.name === "Ntry" ? record : around.find((element) => element.name === "Ntry");
      if (!entry) throw new Unreadable("foreign", record.line, record.name);
      if (record !== entry) {
        payments.set(entry, [...(payments.get(entry) ?? []), paymentOf(record, entry)]);
        return;
      }
      lines += 1;
      if (lines > MAX_ANSWER_LINES) throw new Unreadable("too_long", record.line, String(MAX_ANSWER_LINES));
      const inside = payments.get(entry) ?? [];
      if (isBooked(entry)) mustHaveCome(dayOf(entry) ?? "", latest, entry.line);
      if (isCredit(entry)) credits.push(...creditsOf(entry, inside));
      else debits.push(...debitsOf(entry, inside));
    },
  );
  const report = find(root, "BkToCstmrStmt");
  if (!report) throw new Unreadable("missing", root.line, "<BkToCstmrStmt>");
  const statements = report.children.filter((child) => child.name === "Stmt");
  const accounts = new Set(
    statements.map(
      (statement) => textAt(statement, "Acct", "Id", "IBAN") ?? textAt(statement, "Acct", "Id", "Othr", "Id"),
    ),
  );
  if (statements.length === 0) throw new Unreadable("missing", report.line, "<Stmt>");
  if (accounts.size > 1) throw new Unreadable("accounts");
  const said = statements.map((statement) => textAt(statement, "TxsSummry", "TtlNtries", "NbOfNtries"));
  const total = said.reduce((sum, count) => sum + Number(count), 0);
  // Where the bank says how many entries there are, so many must be there.
  if (!said.includes(null) && total !== lines) throw new Unreadable("count", null, `${total}, the file has ${lines}`);
  return { account: [...accounts][0] ?? null, lines, credits, debits };
}

function creditsOf(entry: Element, payments: readonly Payment[]): CreditLine[] {
  if (!isBooked(entry) || textAt(entry, "RvslInd") === "true") return [];
  const booked_on = dayOf(entry);
  if (booked_on === null) throw new Unreadable("missing", entry.line, "<BookgDt>");
  const whole = amountIn(entry, find(entry, "Amt"));
  if (!whole) throw new Unreadable("missing", entry.line, "<Amt>");
  const inside = payments.filter((one) => one.credit);
  return partsOf(entry, inside, { ...whole, booked_on }).flatMap(({ returned, parties: _, ...line }) =>
    returned ? [] : [line],
  );
}

/** A reversal that takes money from the account undoes what had come to it, and so does a return. What can't be read of the others is nobody's matter. */
function debitsOf(entry: Element, payments: readonly Payment[]): DebitLine[] {
  const [booked_on, whole] = [dayOf(entry), amountIn(entry, find(entry, "Amt"))];
  if (!isBooked(entry) || booked_on === null || !whole) return [];
  const reversed = textAt(entry, "RvslInd") === "true";
  // Some banks leave a payment that is undone as it was, with its own direction.
  const inside = reversed ? payments : payments.filter((one) => !one.credit);
  return partsOf(entry, inside, { ...whole, booked_on }).map(({ returned, ...line }) => ({
    ...line,
    reversal: reversed || returned,
  }));
}

const isBooked = (entry: Element): boolean => (textAt(entry, "Sts", "Cd") ?? textAt(entry, "Sts")) === "BOOK";

function dayOf(entry: Element): string | null {
  const day = (textAt(entry, "BookgDt", "Dt") ?? textAt(entry, "BookgDt", "DtTm"))?.slice(0, 10) ?? "";
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null;
}

function partsOf(
  entry: Element,
  inside: readonly Payment[],
  { booked_on, ...whole }: NonNullable<Payment["amount"]> & { booked_on: string },
): Part[] {
  const bank_ref = textAt(entry, "AcctSvcrRef");
  const said = wordsOf(textAt(entry, "AddtlNtryInf")) ?? "";
  const sum = inside.reduce((all, one) => all + (one.amount?.minor ?? 0n), 0n);
  // Payments that do not say their amounts, or other ones than the entry: the entry is one line, with all that they say.
  if (inside.length === 0 || inside.some((one) => one.amount === null) || sum !== whole.minor) {
    return [
      {
        bank_ref,
        end_to_end: inside[0]?.end_to_end ?? null,
        booked_on,
        amount_minor: whole.minor,
        currency: whole.currency,
        text: joined([...inside.map((one) => one.text), said]),
        payer: inside[0]?.payer ?? "",
        returned: inside.some((one) => one.returned),
        parties: inside.flatMap((one) => one.parties),
      },
    ];
  }
  return inside.flatMap(({ credit: _, amount, ...one }, at) =>
    !amount || amount.minor === 0n
      ? []
      : [
          {
            ...one,
            // Of several in one entry each needs a name of its own.
            bank_ref: one.bank_ref ?? (bank_ref === null || inside.length === 1 ? bank_ref : `${bank_ref}/${at}`),
            booked_on,
            amount_minor: amount.minor,
            currency: amount.currency,
            text: joined([one.text, inside.length === 1 ? said : ""]),
          },
        ],
  );
}

function paymentOf(record: Element, entry: Element): Payment {
  const remittance = find(record, "RmtInf");
  const written = (remittance?.children ?? []).map((part) =>
    part.name === "Strd" ? (textAt(part, "CdtrRefInf", "Ref") ?? "") : part.text,
  );
  const end_to_end = textAt(record, "Refs", "EndToEndId");
  const [payer, payee] = (["Dbtr", "Cdtr"] as const).map(
    (side) =>
      wordsOf(textAt(record, "RltdPties", side, "Nm") ?? textAt(record, "RltdPties", side, "Pty", "Nm") ?? "") ?? "",
  );
  return {
    bank_ref: textAt(record, "Refs", "AcctSvcrRef"),
    end_to_end: end_to_end === "NOTPROVIDED" ? null : end_to_end,
    text: joined([
      ...written,
      textAt(record, "AddtlTxInf") ?? "",
      end_to_end === "NOTPROVIDED" ? "" : (end_to_end ?? ""),
    ]),
    payer: payer ?? "",
    parties: [payer ?? "", payee ?? ""].filter((name) => name !== ""),
    amount: amountIn(record, find(record, "Amt") ?? find(record, "AmtDtls", "TxAmt", "Amt")),
    returned: find(record, "RtrInf") !== undefined,
    credit: textAt(record, "CdtDbtInd") === null ? isCredit(entry) : isCredit(record),
  };
}

const isCredit = (element: Element): boolean => textAt(element, "CdtDbtInd") === "CRDT";

function amountIn(of: Element, amount: Element | undefined): Payment["amount"] {
  // Some banks fill in a zero where they leave the amount of a payment to its entry.
  if (!amount || /^0*(\.0*)?$/.test(amount.text.trim())) return null;
  return { minor: amountOf(amount.text, amount.currency, of.line), currency: amount.currency };
}

const joined = (parts: readonly string[]): string =>
  wordsOf(parts.filter((part) => part.trim() !== "").join(" ")) ?? "";
