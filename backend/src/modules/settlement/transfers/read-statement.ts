import { createHash } from "node:crypto";
import { ok, type BankLine, type Result } from "@commonlot/domain";
import { canRead, Unreadable, type AnswerRefusal } from "../answers/fault";
import { decoded } from "../answers/file";
import { readSheet } from "../answers/sheet";
import { readStatementSheet } from "./read-sheet";
import { readStatementMessage } from "./read-camt";

/** Money, as one statement shows it, before it has a name of its own; what came in, where nothing else is said. */
export interface CreditLine extends Omit<BankLine, "line_id"> {
  /** What the bank calls the entry; null where it calls it nothing. */
  bank_ref: string | null;
  /** What the payer's bank was given as a reference: of a payout of ours that came back, that payout's. */
  end_to_end: string | null;
}

/** Money that left, with what tells whether it takes back something that had come. */
export interface DebitLine extends CreditLine {
  /** The bank says itself that it undoes or returns something. */
  reversal: boolean;
  /** All names on the line, of either side. */
  parties: string[];
}

/** What a file says, in either format. */
export interface StatementLines {
  account: string | null;
  /** Entries, in and out. */
  lines: number;
  credits: CreditLine[];
  debits: DebitLine[];
}

export interface ReadStatement {
  kind: "camt.053" | "csv";
  sha256: string;
  /** The account it is of, when it says so. */
  account: string | null;
  /** Entries, in and out. */
  lines: number;
  credits: (CreditLine & BankLine)[];
  debits: (DebitLine & BankLine)[];
}

/**
 * Reads what came in on an account, and what left it, from a statement: camt.053, or a bank's own sheet. Each line gets a name that is the same on every
 * statement that shows it: the bank's, or what the line says and which of the equal lines of its day it is. Refuses, with the line, what
 * can't be read, and what is booked later than `latest` ("2026-11-29").
 */
export function readStatementFile(bytes: Buffer, latest: string): Result<ReadStatement, AnswerRefusal> {
  try {
    const text = decoded(bytes);
    const xml = text.trimStart().startsWith("<");
    const { account, lines, credits, debits } = xml
      ? readStatementMessage(text, latest)
      : readSheetOfAccount(text, latest);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return ok({
      kind: xml ? "camt.053" : "csv",
      sha256,
      account,
      lines,
      credits: named(credits),
      debits: named(debits),
    });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ok: false, refusal: error.refusal };
  }
}

/** A sheet that says how payouts went is the bank's answer: where it belongs is said. */
function readSheetOfAccount(text: string, latest: string): StatementLines {
  try {
    return readStatementSheet(text, latest);
  } catch (error) {
    const lacking = error instanceof Unreadable && error.why === "missing";
    if (lacking && canRead(() => readSheet(text))) throw new Unreadable("payout_answer");
    throw error;
  }
}

/** The bank's name of an entry counts together with what it says, since some banks use one twice. */
function named<T extends CreditLine>(found: readonly T[]): (T & { line_id: string })[] {
  const seen = new Map<string, number>();
  return found.map((line) => {
    const { bank_ref, booked_on, amount_minor, currency, text, payer } = line;
    const said =
      bank_ref === null
        ? ["said", booked_on, String(amount_minor), currency, text, payer]
        : ["ref", bank_ref, booked_on, String(amount_minor), currency];
    const hash = createHash("sha256").update(JSON.stringify(said)).digest("hex").slice(0, 40);
    // Two that are equal in all of it are two, in whatever file they stand together.
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    return { ...line, line_id: `${hash}:${nth}` };
  });
}
