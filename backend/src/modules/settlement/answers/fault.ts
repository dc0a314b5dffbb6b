import type { Refusal } from "@commonlot/domain";

export type AnswerRefusal = Refusal<
  "answer_file_unreadable" | "answer_file_unknown" | "answer_file_too_long" | "answer_file_elsewhere"
>;

/** Why a file can't be read, as sentences; pages have them in their own words by the key. */
const SENTENCES = {
  empty: () => "The file is empty.",
  not_text: () => "This file is not text: send the bank's XML or CSV file.",
  encoding: (what: string) => `The letters can't be read (${what}): save the file as UTF-8.`,
  other_message: (what: string) =>
    `This is ${what}. A status report (pain.002.001.03 or later), a statement (camt.053.001.02 or later) or a bank's sheet is read here.`,
  cut: (what: string) => `The file ends inside <${what}>: it is not whole.`,
  malformed: (what: string) => `The file is not well-formed XML: ${what}.`,
  doctype: () => "The file has a document type of its own, which no bank's message has.",
  foreign: (what: string) => `<${what}> does not belong to this message, or stands where it can't.`,
  too_deep: () => "The file is nested deeper, or has longer texts, than any message.",
  missing: (what: string) => `The file has no ${what}.`,
  count: (what: string) => `The bank counts ${what}: the file is not whole.`,
  accounts: () => "The file has statements of several accounts: send one for each.",
  too_long: (what: string) => `The file has more than ${what} lines.`,
  amount: (what: string) => `"${what}" is not an amount in its currency.`,
  currency: (what: string) => `"${what}" is not a currency we know.`,
  status: (what: string) => `"${what}" is not a status we know.`,
  future: (what: string) => `It is booked on ${what}, which is still to come: a bank shows what has happened.`,
  quotes: () => "A quotation mark is not closed.",
  incoming: () =>
    "This is a statement of money that came in and says nothing of our payouts. It belongs to the bank statements under Buyers' transfers: hand it in there.",
  payout_answer: () =>
    "This is what the bank answers to our payouts, and shows nothing that came in. It belongs to the Answers of the bank: hand it in there.",
} as const;
export type Why = keyof typeof SENTENCES;

const REASONS: Partial<Record<Why, AnswerRefusal["reason"]>> = {
  not_text: "answer_file_unknown",
  other_message: "answer_file_unknown",
  too_long: "answer_file_too_long",
  incoming: "answer_file_elsewhere",
  payout_answer: "answer_file_elsewhere",
};
/** A file's own words go into a sentence as far as they help. */
const MAX_WHAT = 80;

/** Thrown by the readers; becomes a refusal with the line and the reason. */
export class Unreadable extends Error {
  constructor(
    readonly why: Why,
    readonly line: number | null = null,
    readonly what = "",
  ) {
    super(why);
  }

  get refusal(): AnswerRefusal {
    const { why, line } = this;
    const what = this.what.slice(0, MAX_WHAT);
    const where = line === null ? "" : `Line ${line}: `;
    return {
      reason: REASONS[why] ?? "answer_file_unreadable",
      message: `${where}${SENTENCES[why](what)} Nothing of this file was taken over.`,
      field: "file",
      details: { why, line, what },
    };
  }
}

/** Whether something can be read this way at all. */
export function canRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return false;
  }
}

/** Refuses a line that is booked on a day later than `latest`, with the day. */
export function mustHaveCome(booked_on: string, latest: string, line: number): void {
  if (booked_on > latest) throw new Unreadable("future", line, booked_on);
}
