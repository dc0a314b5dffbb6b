import { ok, refuse, type Result } from "../shared/result";
import type { Account, Journal, JournalRefusal, PlainJournalKind, Posting } from "./journal";

/** What is moved; minor units. */
export interface Movement {
  readonly currency: string;
  readonly amount_minor: bigint;
  readonly memo: string;
}

/** One amount from one account to another: most journals are this. Refuses an amount that is not above zero. */
export function moved(
  kind: PlainJournalKind,
  movement: Movement,
  debit: Account,
  credit: Account,
): Result<Journal, JournalRefusal> {
  const { amount_minor, currency, memo } = movement;
  if (amount_minor <= 0n)
    return refuse("amount_not_positive", `The amount of a ${kind} must be above zero.`, "amount_minor");
  const postings: Posting[] = [
    { account: debit, amount_minor },
    { account: credit, amount_minor: -amount_minor },
  ];
  return ok({ kind, currency, postings, memo });
}

/** Where money lies that has arrived, with a processor of cards or on the account of a cooperative. */
export function clearing(processor: string): Account {
  return { kind: "clearing", party: processor };
}

/** What was captured for an order and is not divided yet. */
export function deposit(order_id: string): Account {
  return { kind: "buyer_deposit", party: order_id };
}
