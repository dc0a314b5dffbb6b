import { MAX_AMOUNT_TEXT_LENGTH, minorDigits, parseMinor, type BankFact } from "@commonlot/domain";
import { Unreadable } from "./fault";

/** A statement of 100,000 payments has about 80 MB with a talkative bank; a batch of 10,000 payouts 10 MB. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
/** Lines of one file: as many as one bank file of ours may pay. */
export const MAX_ANSWER_LINES = 100_000;
/** What is kept of a bank's own words. */
const MAX_WORDS = 300;

export type AnswerKind = "pain.002" | "camt.053" | "csv";

/** One thing that a bank's file says. */
export interface ReadLine {
  /** Where it stands in the file, from 1. */
  line: number;
  /** A payout by our reference, all payouts of a batch that no other line names, or nothing of ours. */
  target: { payout: string } | { batch: string } | null;
  fact: BankFact;
  /** Null when the file names the payment only. */
  amount_minor: bigint | null;
  currency: string | null;
  reason_code: string | null;
  reason: string | null;
  /** On statements: money that came in. */
  credit: boolean;
}

export interface ReadFile {
  kind: AnswerKind;
  message_id: string | null;
  /** The account that the statement is of, when it says so. */
  account: string | null;
  lines: ReadLine[];
}

/** Money that came in and is none of ours that came back, as far as the bank says: a buyer's, or interest. */
export const cameIn = (line: Pick<ReadLine, "credit" | "reason_code">): boolean =>
  line.credit && line.reason_code === null;

/** An amount as banks write it ("1134.77", "100.00000"), exactly, or a refusal with its line. */
export function amountOf(text: string, currency: string, line: number): bigint {
  // A longer one is an attack on the pattern, not an amount.
  const trimmed = text
    .trim()
    .slice(0, MAX_AMOUNT_TEXT_LENGTH + 1)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
  const amount = parseMinor(trimmed, currency);
  if (!amount.ok || amount.value < 0n || amount.value >= 10n ** 18n) {
    throw new Unreadable(
      minorDigits(currency).ok ? "amount" : "currency",
      line,
      minorDigits(currency).ok ? text.trim() : currency,
    );
  }
  return amount.value;
}

/** A bank's own words, of a length that is kept, without signs that no page can show. */
export function wordsOf(text: string | null | undefined): string | null {
  const said = (text ?? "").replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  return said === "" ? null : Array.from(said).slice(0, MAX_WORDS).join("");
}
