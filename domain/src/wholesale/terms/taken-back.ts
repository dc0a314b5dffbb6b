import { compareText } from "../../shared/order";
import { referencesIn } from "./payment-reference";
import { bareName, type BankLine } from "./statement";

// Money of buyers that a bank takes back after it was booked (docs: adr, paid by transfer).

/** Money that left, as the bank's statement says it; `amount_minor` is above zero. */
export interface BankDebit extends BankLine {
  /** What the bank calls the entry; null where it calls it nothing. */
  readonly bank_ref: string | null;
  /** The bank says itself that it undoes or returns something. */
  readonly reversal: boolean;
  /** All names on the line, of either side. */
  readonly parties: readonly string[];
}

/** Money that came and was booked; `line_id` is the id that it has here. */
export interface BookedCredit extends BankLine {
  readonly bank_ref: string | null;
  /** What a person has said was sent back of it. */
  readonly returned_minor: bigint;
  /** What earlier lines have shown as taken back. */
  readonly taken_minor: bigint;
}

export interface TakenBack {
  readonly line_id: string;
  /** What was taken back; null: the bank says that it takes something back, and nothing booked here fits. */
  readonly credit_id: string | null;
  /**
   * The bank leaves no doubt: it has named the entry, or says itself that it takes back what has this reference. A payment of the cooperative's own may
   * bear the same reference and amount, and two transfers of one payer look alike: those are for a person.
   */
  readonly sure: boolean;
}

/** What a line pays of a debt. */
export interface PaidDebt {
  readonly use_id: string;
  readonly proforma_id: string;
  /** Minor units, above zero. */
  readonly paid_minor: bigint;
  readonly at: Date;
}

export interface DebtTakenBack extends PaidDebt {
  /** What of it is owed again: `paid_minor` or less. */
  readonly back_minor: bigint;
}

/**
 * Which debts are open again when a bank takes back so much of a line: what the line has left pays for it first, then what it paid last. Sums to
 * what was taken less what is left, at most to all that the line pays of debts.
 */
export function debtsTakenBack(
  line: { readonly taken_minor: bigint; readonly left_minor: bigint },
  paid: readonly PaidDebt[],
): DebtTakenBack[] {
  let lacking = line.taken_minor - line.left_minor;
  const latest = [...paid].sort((a, b) => b.at.getTime() - a.at.getTime() || compareText(b.use_id, a.use_id));
  const back: DebtTakenBack[] = [];
  for (const one of latest) {
    if (lacking <= 0n) break;
    const back_minor = one.paid_minor < lacking ? one.paid_minor : lacking;
    back.push({ ...one, back_minor });
    lacking -= back_minor;
  }
  return back;
}

/**
 * Which of the lines that left take back what had come: by the bank's own name of the entry, else by the reference in the text with the same
 * amount, else, where the bank says itself that it takes back, by name and amount; that without anything that fits is told too. What a person
 * has sent back bears the reference as well, and is no news. Of several that fit it is the last one. A person looks at each: nothing is booked.
 */
export function takenBack(debits: readonly BankDebit[], credits: readonly BookedCredit[]): TakenBack[] {
  const by_ref = grouped(credits, (one) => one.bank_ref ?? "");
  const by_amount = grouped(credits, amountKey);
  const left = new Map(credits.map((one) => [one.line_id, one.amount_minor - one.taken_minor]));
  const sorted = [...debits].sort((a, b) => compareText(a.booked_on, b.booked_on) || compareText(a.line_id, b.line_id));
  return sorted.flatMap((debit): TakenBack[] => {
    const before = (one: BookedCredit): boolean =>
      one.currency === debit.currency &&
      one.booked_on <= debit.booked_on &&
      (left.get(one.line_id) ?? 0n) >= debit.amount_minor;
    const same = (by_amount.get(amountKey(debit)) ?? []).filter(before);
    const named = debit.bank_ref === null ? [] : (by_ref.get(debit.bank_ref) ?? []).filter(before);
    const references = new Set(referencesIn(debit.text));
    const referred = same.filter((one) => referencesIn(one.text).some((reference) => references.has(reference)));
    const ours = !debit.reversal && referred.some((one) => one.returned_minor >= debit.amount_minor);
    if (ours) return [];
    const parties = new Set(debit.parties.map(bareName));
    const known = same.filter((one) => one.payer !== "" && parties.has(bareName(one.payer)));
    const by_name = last(named.filter((one) => debit.reversal || one.amount_minor === debit.amount_minor));
    const by_reference = last(referred);
    const found = by_name ?? by_reference ?? (debit.reversal ? last(known) : undefined);
    if (!found) return debit.reversal ? [{ line_id: debit.line_id, credit_id: null, sure: false }] : [];
    const sure = by_name !== undefined || (debit.reversal && by_reference !== undefined);
    left.set(found.line_id, (left.get(found.line_id) ?? 0n) - debit.amount_minor);
    return [{ line_id: debit.line_id, credit_id: found.line_id, sure }];
  });
}

const amountKey = (line: Pick<BankLine, "currency" | "amount_minor">): string =>
  `${line.currency} ${line.amount_minor}`;

function grouped(
  credits: readonly BookedCredit[],
  keyOf: (one: BookedCredit) => string,
): ReadonlyMap<string, readonly BookedCredit[]> {
  const groups = new Map<string, BookedCredit[]>();
  for (const one of credits) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

const last = (credits: readonly BookedCredit[]): BookedCredit | undefined =>
  [...credits].sort((a, b) => compareText(a.booked_on, b.booked_on) || compareText(a.line_id, b.line_id)).at(-1);
