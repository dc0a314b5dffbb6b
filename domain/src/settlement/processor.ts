import { ok, type Result } from "../shared/result";
import type { Account, Journal, JournalRefusal } from "./journal";
import { assertBalanced } from "./journal";

// The processor's own account of our money (Stripe: balance transactions) against ours. The ledger holds that money in two
// accounts: what came in and went back in `clearing`, what was transferred to households in `payout_clearing` of its rail.
// Their sum is the processor's balance, once every movement has its journal (M12).

/** One movement of our balance at the processor. `amount_minor` with its sign; `net = amount - fee` is what the balance moved by. */
export interface ProcessorTransaction {
  readonly id: string;
  readonly class: TransactionClass;
  readonly currency: string;
  readonly amount_minor: bigint;
  readonly fee_minor: bigint;
}

/** What a movement is, whatever the processor calls it. */
export const TRANSACTION_CLASSES = [
  "charge",
  "refund",
  "refund_failure",
  "transfer",
  "transfer_reversal",
  "dispute",
  "dispute_reversal",
  /** To the platform's bank, and back when the bank did not take it. */
  "payout",
  /** A fee that stands alone. */
  "fee",
  /** Nothing that follows from what the house does: a person answers. */
  "other",
] as const;
export type TransactionClass = (typeof TRANSACTION_CLASSES)[number];

/** Reporting categories of the processor (docs.stripe.com/reports/reporting-categories) as classes of ours. */
const CLASS_OF: Readonly<Record<string, TransactionClass>> = {
  charge: "charge",
  refund: "refund",
  refund_failure: "refund_failure",
  transfer: "transfer",
  transfer_reversal: "transfer_reversal",
  dispute: "dispute",
  dispute_reversal: "dispute_reversal",
  payout: "payout",
  payout_reversal: "payout",
  fee: "fee",
  network_cost: "fee",
  tax: "fee",
};

export function transactionClass(reporting_category: string): TransactionClass {
  return Object.hasOwn(CLASS_OF, reporting_category) ? (CLASS_OF[reporting_category] ?? "other") : "other";
}

/** Kinds of what does not match, in the one list of open items. */
export const PROCESSOR_ITEM_KINDS = [
  /** The processor has moved money and no journal says so. */
  "unknown_transaction",
  /** A journal says so with another amount. */
  "wrong_amount",
  /** A journal says that the processor has moved money, and it has not. */
  "missing_transaction",
] as const;
export type ProcessorItemKind = (typeof PROCESSOR_ITEM_KINDS)[number];

/**
 * What a movement books by itself: the processor's fee (the platform's expense, rules 6), and money on its way to the
 * platform's bank. Signed, so that a fee given back and a payout that came back book the other way round.
 */
export function processorJournals(
  transaction: ProcessorTransaction,
  processor: string,
): Result<Journal[], JournalRefusal> {
  const { id, currency, amount_minor, fee_minor } = transaction;
  const clearing: Account = { kind: "clearing", party: processor };
  const fee: Account = { kind: "processor_fee", party: "platform" };
  const bank: Account = { kind: "bank", party: "platform" };
  const cost = fee_minor - (transaction.class === "fee" ? amount_minor : 0n);
  const out = transaction.class === "payout" ? -amount_minor : 0n;
  return all([
    ...(cost === 0n ? [] : [signed("processor_fee", `Fee of ${id}`, currency, cost, fee, clearing)]),
    ...(out === 0n ? [] : [signed("processor_payout", `To the bank by ${id}`, currency, out, bank, clearing)]),
  ]);
}

/**
 * A person's answer to a movement that nothing explains, or that differs from its journal by `amount_minor`: what came is the
 * platform's gain, what went its expense, in the account of the processor's fees.
 */
export function processorAdjustment(input: {
  readonly processor: string;
  readonly currency: string;
  readonly amount_minor: bigint;
  readonly memo: string;
}): Result<Journal, JournalRefusal> {
  const { processor, currency, amount_minor, memo } = input;
  const clearing: Account = { kind: "clearing", party: processor };
  return signed("processor_adjustment", memo, currency, amount_minor, clearing, {
    kind: "processor_fee",
    party: "platform",
  });
}

/** Debit and credit by the sign of the amount. Refuses zero. */
function signed(
  kind: "processor_fee" | "processor_payout" | "processor_adjustment",
  memo: string,
  currency: string,
  amount_minor: bigint,
  debit: Account,
  credit: Account,
): Result<Journal, JournalRefusal> {
  return assertBalanced({
    kind,
    currency,
    memo,
    postings: [
      { account: debit, amount_minor },
      { account: credit, amount_minor: -amount_minor },
    ],
  });
}

function all(results: readonly Result<Journal, JournalRefusal>[]): Result<Journal[], JournalRefusal> {
  const journals: Journal[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    journals.push(result.value);
  }
  return ok(journals);
}
