import { addDays } from "../../shared/dates";
import { formatMinor, roundHalfUpDiv } from "../../shared/money";
import { compareText } from "../../shared/order";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { FULL_BP } from "../../settlement/waterfall";
import type { CompanyState } from "../companies/company";

// When a company pays, and what it may owe meanwhile (docs: adr, wholesale).

/** An invoice may be so many days late before nothing new goes on credit: banks are slow, and a week is long enough to ask. */
export const GRACE_DAYS = 7;

/** Days an invoice may stand at most. */
export const MAX_NET_DAYS = 180;

/**
 * How an order is paid.
 * - prepay: all of it before anything is allocated;
 * - deposit: a part before that, the rest before the goods leave, or so many days after the invoice;
 * - net: all of it so many days after the invoice, as long as what the company owes stays within its credit limit.
 */
export type PaymentTerms =
  | { readonly kind: "prepay" }
  | {
      readonly kind: "deposit";
      readonly deposit_bp: number;
      readonly balance: "before_dispatch" | { readonly net_days: number };
    }
  | { readonly kind: "net"; readonly net_days: number };

export type TermsRefusal = Refusal<"invalid_deposit" | "invalid_net_days">;

/** The terms when they are some. A deposit is 1 to 9,999 basis points (none is net, all is prepay); days are 1 to 180. */
export function checkTerms(terms: PaymentTerms): Result<PaymentTerms, TermsRefusal> {
  if (terms.kind === "deposit") {
    const { deposit_bp } = terms;
    if (!Number.isInteger(deposit_bp) || deposit_bp < 1 || deposit_bp >= FULL_BP)
      return refuse(
        "invalid_deposit",
        "A deposit is more than nothing and less than all: 1 to 9999 basis points.",
        "deposit_bp",
      );
  }
  const net_days = netDays(terms);
  if (net_days === null || (Number.isInteger(net_days) && net_days >= 1 && net_days <= MAX_NET_DAYS)) return ok(terms);
  return refuse("invalid_net_days", `An invoice is due 1 to ${MAX_NET_DAYS} days after it.`, "net_days");
}

/** Days after the invoice on which the last part is due; null where nothing is paid after the goods have left. */
export function netDays(terms: PaymentTerms): number | null {
  if (terms.kind === "prepay") return null;
  if (terms.kind === "net") return terms.net_days;
  return terms.balance === "before_dispatch" ? null : terms.balance.net_days;
}

/** A step that may wait for money. */
export type PaidGate = "allocate" | "dispatch";

/** A part of what an order costs. `before`: the step that waits for it; null: due by date, after the invoice. Minor units. */
export interface PaymentPart {
  readonly what: "whole" | "deposit" | "balance";
  readonly amount_minor: bigint;
  readonly before: PaidGate | null;
  readonly net_days: number | null;
}

/**
 * What is paid of an order and when; the parts sum to its total. The deposit is `round_half_up(total * deposit_bp / 10000)`, the balance
 * the rest of it. Parts of zero (a total of a cent) are left out.
 */
export function paymentParts(terms: PaymentTerms, total_minor: bigint): PaymentPart[] {
  if (total_minor < 0n) throw new RangeError(`an order costs nothing or more, not ${total_minor}`);
  const net_days = netDays(terms);
  const parts: PaymentPart[] = [];
  if (terms.kind === "deposit") {
    const deposit = roundHalfUpDiv(total_minor * BigInt(terms.deposit_bp), BigInt(FULL_BP));
    parts.push({ what: "deposit", amount_minor: deposit, before: "allocate", net_days: null });
    const before = net_days === null ? "dispatch" : null;
    parts.push({ what: "balance", amount_minor: total_minor - deposit, before, net_days });
  } else {
    const before = terms.kind === "prepay" ? "allocate" : null;
    parts.push({ what: "whole", amount_minor: total_minor, before, net_days });
  }
  return parts.filter((part) => part.amount_minor > 0n);
}

/** An invoice, or a part of one, that is not paid yet. */
export interface OpenInvoice {
  readonly invoice_id: string;
  /** What is left of it, credit notes taken off. */
  readonly left_minor: bigint;
  readonly due_on: string;
}

/** What a company owes or will owe, and may; one currency. */
export interface CompanyCredit {
  readonly limit_minor: bigint;
  readonly open_invoices: readonly OpenInvoice[];
  /** Of orders (accepted quotes and call-offs too) that are not invoiced yet: what they will owe after their goods have left. */
  readonly to_be_invoiced_minor: bigint;
  /** So many days late, and nothing new goes on credit. */
  readonly grace_days: number;
}

/** Open invoices and what is still to be invoiced, minor units. */
export function creditUsed(credit: Pick<CompanyCredit, "open_invoices" | "to_be_invoiced_minor">): bigint {
  return credit.open_invoices.reduce((sum, one) => sum + one.left_minor, credit.to_be_invoiced_minor);
}

export type OrderOnTermsRefusal = Refusal<"company_not_approved" | "invoice_overdue" | "over_credit">;

/**
 * Whether an order may be placed on these terms, and its parts. What is paid before goods leave needs no credit; what is owed after counts
 * against the limit together with all that is owed already. Refuses a company that is not approved, one with an invoice more than the
 * days of grace overdue (`details.invoice_ids`, `late_minor`), and more than the limit (`details.left_minor`, `over_minor`); the last two only where the
 * order would be owed: prepaid it may always be.
 */
export function decideOrderOnTerms(input: {
  readonly company_state: CompanyState;
  readonly currency: string;
  readonly terms: PaymentTerms;
  readonly total_minor: bigint;
  readonly credit: CompanyCredit;
  /** At the seller. */
  readonly today: string;
}): Result<PaymentPart[], OrderOnTermsRefusal> {
  const { terms, total_minor, credit, today, currency } = input;
  if (input.company_state !== "approved")
    return refuse("company_not_approved", "The company can't order now. Nothing was ordered.");
  const parts = paymentParts(terms, total_minor);
  const owed = parts.reduce((sum, part) => (part.before === null ? sum + part.amount_minor : sum), 0n);
  if (owed === 0n) return ok(parts);
  const late = credit.open_invoices.filter(
    (one) => one.left_minor > 0n && addDays(one.due_on, credit.grace_days) < today,
  );
  if (late.length > 0) {
    const sum = late.reduce((total, one) => total + one.left_minor, 0n);
    const message = `${formatMinor(sum, currency)} ${currency} of invoices are overdue. Pay them, or pay this order in advance.`;
    const invoice_ids = late.map((one) => one.invoice_id).sort(compareText);
    return {
      ok: false,
      refusal: { reason: "invoice_overdue", message, details: { invoice_ids, late_minor: String(sum), currency } },
    };
  }
  const used = creditUsed(credit);
  const left_minor = credit.limit_minor > used ? credit.limit_minor - used : 0n;
  if (owed <= left_minor) return ok(parts);
  const over_minor = owed - left_minor;
  const message = `This passes the credit limit by ${formatMinor(over_minor, currency)} ${currency}; ${formatMinor(left_minor, currency)} ${currency} are left. Pay open invoices, order less, or pay in advance.`;
  return {
    ok: false,
    refusal: {
      reason: "over_credit",
      message,
      details: { left_minor: String(left_minor), over_minor: String(over_minor), currency },
    },
  };
}
