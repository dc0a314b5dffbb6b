import { formatMinor } from "../shared/money";
import { ok, refuse, type Refusal, type Result } from "../shared/result";

// Double entry. The sign says the side: a debit is positive, a credit is negative, and every journal sums to zero.
// An account that we owe on (buyer deposit, household payable) therefore stands below zero while we owe; clearing,
// where money has arrived, stands above.

/** Chart of account kinds; each account is a kind and a party (a household, an order, a rail, ...). */
export const ACCOUNT_KINDS = [
  /** Money the payment processor holds for us; party: the processor. */
  "clearing",
  /** Captured for an order and not yet divided; party: the order. */
  "buyer_deposit",
  "household_payable",
  "household_holdback",
  "household_advance",
  "household_clawback",
  "cooperative_fee",
  "packing",
  "platform_fee",
  "agent_commission",
  "freight",
  "tax",
  /** The processor's fee: the platform's expense. */
  "processor_fee",
  /** Money on its way out; party: the rail. */
  "payout_clearing",
  /** The account that a cooperative pays its households from, as its bank's statements show it; party: the cooperative. */
  "bank",
  "donation",
  /** What a carrier owes a cooperative for parcels it lost; the cooperative's loss until it is paid. */
  "carrier_claim",
  /** What a claim has cost and nobody bears yet; party: the claim. Zero once it is shared. */
  "claim",
  /** What claims have cost a cooperative for good. */
  "claim_loss",
  /** What goods have cost a cooperative that a stock-taking found missing. */
  "stock_loss",
  /** What carriers have paid to a cooperative's bank for claims. */
  "carrier_paid",
  /** What goods that came back by a claim brought when they were sold again, and nobody was given yet; party: the claim. */
  "returned_goods",
  /** What a cooperative owes carriers, who had paid for goods that came back and were sold again. */
  "carrier_owed",
  /** Proceeds of a period that wait to be shared; party: the price pool. */
  "price_pool",
  /** What a cooperative has set aside for the day a buyer is refunded before households can give back; above zero: it lacks. */
  "reserve",
  /** What of the reserve stands in for households: the sum of what they owe by `household_clawback`. */
  "reserve_bridge",
  /** What a company owes for orders that stand before they are paid whole (docs: adr, terms); party: the company. */
  "receivable",
  /** Taken by a buyer's bank and not decided yet; party: the dispute. */
  "dispute",
  /** What of its surplus a cooperative has given back to its members; party: the cooperative. */
  "surplus_shared",
] as const;

export type AccountKind = (typeof ACCOUNT_KINDS)[number];

export interface Account {
  readonly kind: AccountKind;
  readonly party: string;
}

export interface Posting {
  readonly account: Account;
  /** Debit positive, credit negative; never zero. */
  readonly amount_minor: bigint;
  /** Whose harvest, on the rows of households. */
  readonly lot?: string;
}

export type PlainJournalKind =
  | "capture"
  | "sale"
  | "refund"
  | "payout"
  | "processor_fee"
  | "loss"
  | "bank_debit"
  | "replacement"
  | "claim_share"
  | "claim_answer"
  | "returned_share"
  | "advance"
  | "stock_loss"
  | "pool_final"
  | "holdback_release"
  | "clawback_take"
  | "clawback_waive"
  | "reserve_set_aside"
  | "refund_divided"
  | "dispute"
  | "dispute_lost"
  /** What the processor has sent to the platform's bank, or taken back of it. */
  | "processor_payout"
  /** What a person has answered for a movement that nothing of ours explains. */
  | "processor_adjustment"
  | "patronage"
  /** Buyers' money that a bank statement shows on a cooperative's account, and what of it was sent back. */
  | "transfer_in"
  | "transfer_returned"
  /** What came of a company pays what it owed. */
  | "receivable_paid"
  /** What came of a company pays its part of freight that turned out dearer. */
  | "freight_paid";
export type JournalKind = PlainJournalKind | `reverse_${PlainJournalKind}`;

export interface Journal {
  readonly kind: JournalKind;
  /** ISO 4217; one journal has one currency. */
  readonly currency: string;
  readonly postings: readonly Posting[];
  readonly memo: string;
}

export type JournalRefusal = Refusal<"amount_not_positive" | "nothing_to_post" | "unbalanced">;

const REVERSE_MEMO = "Reverse: ";

/** The opposite of a journal: how a correction is made, since nothing in the ledger is changed. Reversed twice it is itself. */
export function reverse(journal: Journal): Journal {
  const { kind, memo } = journal;
  const isReverse = isReverseKind(kind);
  return {
    kind: isReverse ? (kind.slice("reverse_".length) as PlainJournalKind) : `reverse_${kind}`,
    currency: journal.currency,
    postings: journal.postings.map((posting) => ({ ...posting, amount_minor: -posting.amount_minor })),
    memo: isReverse && memo.startsWith(REVERSE_MEMO) ? memo.slice(REVERSE_MEMO.length) : `${REVERSE_MEMO}${memo}`,
  };
}

function isReverseKind(kind: JournalKind): kind is `reverse_${PlainJournalKind}` {
  return kind.startsWith("reverse_");
}

/**
 * The journal itself, when it may be written: at least two postings, none of zero, debits equal to credits. The
 * database checks the same again. Refuses with the difference.
 */
export function assertBalanced(journal: Journal): Result<Journal, JournalRefusal> {
  if (journal.postings.length < 2) return refuse("nothing_to_post", "A journal needs a debit and a credit.");
  if (journal.postings.some((posting) => posting.amount_minor === 0n)) {
    return refuse("nothing_to_post", "A journal has no posting of zero.");
  }
  const sum = journal.postings.reduce((total, posting) => total + posting.amount_minor, 0n);
  if (sum !== 0n) {
    return refuse("unbalanced", `The journal is off by ${formatMinor(sum, journal.currency)} ${journal.currency}.`);
  }
  return ok(journal);
}
