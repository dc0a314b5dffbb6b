import { refuse, type Result } from "../shared/result";
import { assertBalanced, type Account, type Journal, type JournalRefusal, type Posting } from "./journal";
import { moved, type Movement } from "./moved";

/** Whom a payout pays: a household what its lots brought, or an agent the commission of orders that they brought. */
export type Payee = { readonly household: string } | { readonly agent: string };

/** A payout: household payable, or agent's commission -> clearing of its rail. */
export function payoutJournal(input: Movement & Payee & { readonly rail: string }): Result<Journal, JournalRefusal> {
  const payable: Account =
    "agent" in input
      ? { kind: "agent_commission", party: input.agent }
      : { kind: "household_payable", party: input.household };
  return moved("payout", input, payable, { kind: "payout_clearing", party: input.rail });
}

/** A holdback's time is over: holdback -> payable, lot by lot, so that each household's next statement gives it back. */
export function holdbackReleaseJournal(input: {
  readonly currency: string;
  readonly memo: string;
  readonly held: readonly { readonly household: string; readonly lot: string; readonly amount_minor: bigint }[];
}): Result<Journal, JournalRefusal> {
  const { currency, memo, held } = input;
  if (held.length === 0) return refuse("nothing_to_post", "Nothing was held back.");
  if (held.some((one) => one.amount_minor <= 0n))
    return refuse("amount_not_positive", "A holdback is of more than zero.", "amount_minor");
  const postings = held.flatMap(({ household: party, lot, amount_minor }): Posting[] => [
    { account: { kind: "household_holdback", party }, amount_minor, lot },
    { account: { kind: "household_payable", party }, amount_minor: -amount_minor, lot },
  ]);
  return assertBalanced({ kind: "holdback_release", currency, memo, postings });
}

/** A payout has left the bank, says its statement: clearing of the bank file -> the cooperative's bank account. */
export function bankDebitJournal(
  input: Movement & { readonly cooperative_id: string; readonly rail: string },
): Result<Journal, JournalRefusal> {
  const bank: Account = { kind: "bank", party: input.cooperative_id };
  return moved("bank_debit", input, { kind: "payout_clearing", party: input.rail }, bank);
}
