import { compareText } from "../../shared/order";
import { referencesIn, referencesMeant } from "./payment-reference";

// Lines of a bank statement against proformas that wait for money (docs: adr, wholesale).

/** Money that came in, as the bank's statement says it; minor units, below zero when it left. */
export interface BankLine {
  /** The bank's own name of the entry: the same one on every statement that shows it. */
  readonly line_id: string;
  readonly booked_on: string;
  readonly amount_minor: bigint;
  readonly currency: string;
  /** All that the payer wrote. */
  readonly text: string;
  readonly payer: string;
}

export interface Proforma {
  readonly proforma_id: string;
  readonly reference: string;
  readonly currency: string;
  /** Still to be paid; 0: paid. */
  readonly left_minor: bigint;
  /** Called off: nothing is to be paid on it any more. */
  readonly void: boolean;
  /** Its last day. Late is what the bank booked after it, however late a statement shows it. Null: owed by an order that stands, welcome on any day. */
  readonly due_on: string | null;
  /** It was called off because its money was not seen by then. */
  readonly unpaid: boolean;
  /** As its company's account is held. */
  readonly company: string;
}

/** Why a person has to look at a line. */
export type AskReason =
  | "no_reference"
  /** Right check digits, and none of ours. */
  | "unknown_reference"
  | "several_references"
  | "wrong_currency"
  | "paid_already"
  /** Too late, or called off otherwise. */
  | "void"
  /** The bank had it in time; a statement showed it after the proforma's end. */
  | "in_time";

export type LineMatch =
  /** Seen before, on this statement or an earlier one. */
  | { readonly line_id: string; readonly action: "known" }
  /** Money that left: not ours to match. */
  | { readonly line_id: string; readonly action: "leave" }
  | {
      readonly line_id: string;
      readonly action: "match";
      readonly proforma_id: string;
      readonly fit: "equal" | "under" | "over";
      /** Booked on the proforma. */
      readonly applied_minor: bigint;
      /** Paid too much: the company's, until it says what for. */
      readonly over_minor: bigint;
    }
  | {
      readonly line_id: string;
      readonly action: "ask";
      readonly why: AskReason;
      /** Proformas that may be meant, the likeliest first; a person decides. */
      readonly suggestions: readonly string[];
    };

/** Suggestions that a person can look through. */
const MAX_SUGGESTIONS = 5;

/**
 * Matches the lines of a statement to proformas, by the exact reference in the payer's text and nothing else: a slip, or an amount and a
 * name that fit, is only suggested. What the bank booked after a proforma's last day is late, also while nobody has ended it yet. Lines are taken by day, then id; of one proforma each takes what the ones before left, so that
 * together they book what was asked and the rest is `over`. A line is booked once, however many statements show it: `known` are those of
 * before. Answers for every line, in that order.
 */
export function matchStatement(
  lines: readonly BankLine[],
  proformas: readonly Proforma[],
  known: ReadonlySet<string>,
): LineMatch[] {
  const by_reference = new Map(proformas.map((one) => [one.reference, one]));
  const left = new Map(proformas.map((one) => [one.proforma_id, one.left_minor]));
  const seen = new Set(known);
  const sorted = [...lines].sort((a, b) => compareText(a.booked_on, b.booked_on) || compareText(a.line_id, b.line_id));
  return sorted.map((line): LineMatch => {
    const { line_id } = line;
    if (seen.has(line_id)) return { line_id, action: "known" };
    seen.add(line_id);
    if (line.amount_minor <= 0n) return { line_id, action: "leave" };
    const found = namedIn(line, by_reference);
    if ("why" in found) {
      const suggestions = found.why === "several_references" ? found.named : suggested(line, proformas, left);
      return { line_id, action: "ask", why: found.why, suggestions };
    }
    const { proforma } = found;
    const open = left.get(proforma.proforma_id) ?? 0n;
    if (open === 0n) return { line_id, action: "ask", why: "paid_already", suggestions: [proforma.proforma_id] };
    const applied_minor = line.amount_minor < open ? line.amount_minor : open;
    left.set(proforma.proforma_id, open - applied_minor);
    const fit = line.amount_minor === open ? "equal" : line.amount_minor < open ? "under" : "over";
    const over_minor = line.amount_minor - applied_minor;
    return { line_id, action: "match", proforma_id: proforma.proforma_id, fit, applied_minor, over_minor };
  });
}

type Named = { readonly proforma: Proforma } | { readonly why: AskReason; readonly named: string[] };

/** The one proforma that a line names and pays, or why there is none. */
function namedIn(line: BankLine, by_reference: ReadonlyMap<string, Proforma>): Named {
  const references = referencesIn(line.text);
  const ours = references.flatMap((one) => by_reference.get(one) ?? []);
  const named = ours.map((one) => one.proforma_id);
  const [proforma] = ours;
  if (references.length === 0) return { why: "no_reference", named };
  if (proforma === undefined) return { why: "unknown_reference", named };
  // Another of nobody's beside ours may be the payer's own number: it takes no part.
  if (ours.length > 1) return { why: "several_references", named };
  if (proforma.currency !== line.currency) return { why: "wrong_currency", named };
  const late = proforma.due_on !== null && line.booked_on > proforma.due_on;
  if (proforma.void) return { why: proforma.unpaid && !late ? "in_time" : "void", named };
  return late ? { why: "void", named } : { proforma };
}

/** Open proformas in the line's currency: by a reference with slips (those of the same amount first), then by the exact amount left and the payer's name. */
function suggested(line: BankLine, proformas: readonly Proforma[], left: ReadonlyMap<string, bigint>): string[] {
  const open = proformas
    .filter((one) => !one.void && one.currency === line.currency && (left.get(one.proforma_id) ?? 0n) > 0n)
    .sort((a, b) => compareText(a.reference, b.reference));
  const id_of = new Map(open.map((one) => [one.reference, one.proforma_id]));
  const meant = referencesMeant(line.text, [...id_of.keys()]).map((one) => id_of.get(one)!);
  const payer = bareName(line.payer);
  const fitting = open.filter(
    (one) => left.get(one.proforma_id) === line.amount_minor && payer !== "" && bareName(one.company) === payer,
  );
  const asks = (id: string) => (left.get(id) === line.amount_minor ? 0 : 1);
  meant.sort((a, b) => asks(a) - asks(b));
  return [...new Set([...meant, ...fitting.map((one) => one.proforma_id)])].slice(0, MAX_SUGGESTIONS);
}

/** A name without what banks change about it: case, width, spaces, brackets and dots. */
export const bareName = (name: string): string =>
  name
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s().,·-]/g, "");
