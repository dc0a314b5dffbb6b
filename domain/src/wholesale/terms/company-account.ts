import { dayNumber } from "../../shared/dates";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";

// A company's account over a span of days: what stood before, each line with what it leaves, and how old what is open is (docs: adr, wholesale).

/** What moves a company's account: up by what it came to owe or a bank took back, down by what it paid or was credited. */
export const ACCOUNT_ENTRIES = ["owed", "freight", "paid", "credited", "taken_back"] as const;
export type AccountEntryKind = (typeof ACCOUNT_ENTRIES)[number];

/** Lines of a statement at most: several years of a busy canteen. */
export const MAX_ACCOUNT_LINES = 5_000;

export interface AccountMove {
  readonly what: AccountEntryKind;
  /** Above zero, minor units. */
  readonly amount_minor: bigint;
}

/** Whether an entry is more owed or less. */
export function isDebit(what: AccountEntryKind): boolean {
  return what !== "paid" && what !== "credited";
}

/** What is owed by one request for payment when the span ends. */
export interface OpenRequest {
  readonly left_minor: bigint;
  readonly due_at: Date;
}

/** Days that something is late, each up to and with its number; the last is whatever is later. */
export const AGE_LIMITS = [30, 60, 90] as const;
export const AGES = ["not_due", "up_to_30", "up_to_60", "up_to_90", "later"] as const;
export type Age = (typeof AGES)[number];

export type AccountLine<E> = E & {
  readonly debit_minor: bigint;
  readonly credit_minor: bigint;
  /** What is owed after it. */
  readonly balance_minor: bigint;
  /** Of the span's lines up to this one: what a page carries to the next. */
  readonly debits_minor: bigint;
  readonly credits_minor: bigint;
};

export interface CompanyAccount<E> {
  readonly opening_minor: bigint;
  readonly lines: readonly AccountLine<E>[];
  readonly debits_minor: bigint;
  readonly credits_minor: bigint;
  /** `opening + debits - credits`, and the sum of the ages. */
  readonly closing_minor: bigint;
  readonly ages: Readonly<Record<Age, bigint>>;
}

const MS_PER_DAY = 86_400_000;

/**
 * A company's account of one currency: `entries` in the order in which they came, after `opening_minor` of before; `open` is what each request
 * for payment leaves at `as_of`. Throws where the ages are not the balance: both are read of the same rows.
 */
export function companyAccount<E extends AccountMove>(
  of: { readonly opening_minor: bigint; readonly entries: readonly E[]; readonly open: readonly OpenRequest[] },
  as_of: Date,
): CompanyAccount<E> {
  let [balance_minor, debits_minor, credits_minor] = [of.opening_minor, 0n, 0n];
  const lines = of.entries.map((entry): AccountLine<E> => {
    const [debit_minor, credit_minor] = isDebit(entry.what) ? [entry.amount_minor, 0n] : [0n, entry.amount_minor];
    balance_minor += debit_minor - credit_minor;
    debits_minor += debit_minor;
    credits_minor += credit_minor;
    return { ...entry, debit_minor, credit_minor, balance_minor, debits_minor, credits_minor };
  });
  const ages: Record<Age, bigint> = { not_due: 0n, up_to_30: 0n, up_to_60: 0n, up_to_90: 0n, later: 0n };
  for (const one of of.open) ages[ageOf(one, as_of)] += one.left_minor;
  const aged = AGES.reduce((sum, age) => sum + ages[age], 0n);
  if (aged !== balance_minor) throw new RangeError(`the account leaves ${balance_minor}, and ${aged} is open`);
  return {
    opening_minor: of.opening_minor,
    lines,
    debits_minor,
    credits_minor,
    closing_minor: balance_minor,
    ages,
  };
}

/** How late it is by whole days, as a desk reads it of what companies owe. */
function ageOf({ due_at, left_minor }: OpenRequest, as_of: Date): Age {
  // What was paid before its order stood is nobody's debt.
  if (due_at >= as_of || left_minor < 0n) return "not_due";
  const days = Math.floor((as_of.getTime() - due_at.getTime()) / MS_PER_DAY);
  const at = AGE_LIMITS.findIndex((limit) => days <= limit);
  return at === -1 ? "later" : AGES[at + 1]!;
}

export type AccountSpanRefusal = Refusal<"invalid_days">;

/** The span of a statement: two ISO days in their order. */
export function checkAccountSpan(span: {
  readonly from: string;
  readonly to: string;
}): Result<void, AccountSpanRefusal> {
  for (const field of ["from", "to"] as const)
    if (dayNumber(span[field]) === null)
      return refuse("invalid_days", "Give the first and the last day of the statement, such as 2026-11-30.", field);
  if (span.to < span.from)
    return refuse("invalid_days", "The last day is before the first. Give them in their order.", "to");
  return ok(undefined);
}
