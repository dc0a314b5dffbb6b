import { defineTransitions } from "../shared/transitions";

// What a bank says of payouts it was asked for by file, and what follows from it. Files come late, twice and in any order:
// a statement may show the money leaving before the report says "accepted". What follows is decided by this table alone.

/**
 * What one line of a bank's file says.
 * - accepted: it will be done (pain.002 ACCP, ACTC, ACSP ...).
 * - settled: it is done, says a report (pain.002 ACSC, ACCC).
 * - debited: the money has left the paying account, says a statement (camt.053).
 * - rejected: it was not done and will not be (pain.002 RJCT).
 * - returned: it was done and came back.
 */
export const BANK_FACTS = ["accepted", "settled", "debited", "rejected", "returned"] as const;
export type BankFact = (typeof BANK_FACTS)[number];

/**
 * Where a payout stands with the bank. `sent` is the file written and nothing heard. Paid is where most stay, but a return
 * may come weeks later; rejected may still be followed by "returned", from a bank that books a batch whole and gives back
 * what it rejected.
 */
export const BANK_STATES = defineTransitions({
  thing: "payout at the bank",
  initial: "sent",
  terminal: ["returned"],
  next: {
    sent: ["accepted", "paid", "rejected", "returned"],
    accepted: ["paid", "rejected", "returned"],
    paid: ["returned"],
    rejected: ["returned"],
    returned: [],
  },
});
export type BankState = keyof typeof BANK_STATES.next;

/** What is booked: each at most once a payout. */
export type BankBooking = "bank_debit" | "reverse_bank_debit" | "reverse_payout";

/** Why a line is put before a person. */
export const OPEN_ITEM_KINDS = [
  /** It names a payout that is not ours, or none. Money that left. */
  "unknown_payout",
  /** Money that came in and is no return of ours. */
  "unknown_credit",
  "wrong_amount",
  "wrong_currency",
  /** Its batch has not been handed to the bank yet. */
  "not_sent",
  /** The money left although it was rejected: until it is cleared the household is not paid again. */
  "paid_after_rejected",
  /** Rejected, after it was paid. */
  "rejected_after_paid",
  /** The bank does not take payments to this account: it is not paid to until somebody has looked. */
  "account_refused",
] as const;
export type OpenItemKind = (typeof OPEN_ITEM_KINDS)[number];

export interface BankPayout {
  readonly state: BankState;
  /** Whether the statement has shown the money leaving. */
  readonly debited: boolean;
  readonly amount_minor: bigint;
  readonly currency: string;
}

export interface BankSays {
  readonly fact: BankFact;
  /** Left out by reports that only name the payment. */
  readonly amount_minor: bigint | null;
  readonly currency: string | null;
}

export type AnswerDecision =
  | {
      readonly action: "move";
      readonly to: BankState;
      readonly debited: boolean;
      readonly books: readonly BankBooking[];
    }
  /** Known already, or older news. */
  | { readonly action: "note" }
  /** For a person; `move` is what is true all the same (the money did leave). */
  | {
      readonly action: "ask";
      readonly kind: OpenItemKind;
      readonly move?: { readonly debited: true; readonly books: readonly BankBooking[] };
    };

const NOTE: AnswerDecision = { action: "note" };

/**
 * What a line changes of one payout. Whatever the order, and however often a line comes: the household's money is
 * re-opened at most once, the bank's account is booked as the statements show it, and a return ends the same in every
 * order. Where a bank contradicts itself (paid and rejected) nothing is guessed: what it said first stands, and a person
 * is asked.
 */
export function decideAnswer(payout: BankPayout, says: BankSays): AnswerDecision {
  if (says.currency !== null && says.currency !== payout.currency) return { action: "ask", kind: "wrong_currency" };
  if (says.amount_minor !== null && says.amount_minor !== payout.amount_minor)
    return { action: "ask", kind: "wrong_amount" };
  const { state, debited } = payout;
  const move = (to: BankState, books: readonly BankBooking[] = [], left = debited): AnswerDecision => {
    return { action: "move", to, debited: left, books };
  };
  switch (says.fact) {
    case "accepted":
      return state === "sent" ? move("accepted") : NOTE;
    case "settled":
      if (state === "rejected") return { action: "ask", kind: "paid_after_rejected" };
      return state === "sent" || state === "accepted" ? move("paid") : NOTE;
    case "debited":
      if (debited) return NOTE;
      if (state === "rejected")
        return { action: "ask", kind: "paid_after_rejected", move: { debited: true, books: ["bank_debit"] } };
      return move("paid", ["bank_debit"], true);
    case "rejected":
      if (state === "paid") return { action: "ask", kind: "rejected_after_paid" };
      return state === "sent" || state === "accepted" ? move("rejected", ["reverse_payout"]) : NOTE;
    case "returned": {
      if (state === "returned") return NOTE;
      // What came back has left: a statement that shows the return first is booked with both.
      const books: BankBooking[] = debited ? ["reverse_bank_debit"] : ["bank_debit", "reverse_bank_debit"];
      return move("returned", state === "rejected" ? books : [...books, "reverse_payout"], true);
    }
  }
}

/** Whether the household is owed the money again. */
export function isReopened(state: BankState): boolean {
  return state === "rejected" || state === "returned";
}
