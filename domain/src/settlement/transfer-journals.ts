import { ok, refuse, type Result } from "../shared/result";
import { transferProcessor } from "./by-transfer";
import type { Account, Journal, JournalRefusal, Posting } from "./journal";
import { clearing, moved, type Movement } from "./moved";

/**
 * A buyer's transfer has come, says the bank's statement: bank -> clearing of transfers. What clearing stands below zero is money that
 * is no order's yet; capturing it for one takes it out of there like a processor's.
 */
export function transferInJournal(
  input: Movement & { readonly cooperative_id: string },
): Result<Journal, JournalRefusal> {
  const bank: Account = { kind: "bank", party: input.cooperative_id };
  return moved("transfer_in", input, bank, clearing(transferProcessor(input.cooperative_id)));
}

/** It went back to who had sent it: clearing of transfers -> bank. */
export function transferReturnedJournal(
  input: Movement & { readonly cooperative_id: string },
): Result<Journal, JournalRefusal> {
  const bank: Account = { kind: "bank", party: input.cooperative_id };
  return moved("transfer_returned", input, clearing(transferProcessor(input.cooperative_id)), bank);
}

/** A transfer that came pays what its company owed: clearing of transfers -> receivable. */
export function receivablePaidJournal(
  input: Movement & { readonly cooperative_id: string; readonly company_id: string },
): Result<Journal, JournalRefusal> {
  const owed: Account = { kind: "receivable", party: input.company_id };
  return moved("receivable_paid", input, clearing(transferProcessor(input.cooperative_id)), owed);
}

/**
 * A transfer that came pays the buyer's part of freight that turned out dearer (docs: adr, the freight gap): clearing of transfers -> the
 * cooperative, which had put it in when the sale was divided, and the tax in it.
 */
export function freightPaidJournal(
  input: Movement & { readonly cooperative_id: string; readonly tax_party: string; readonly tax_minor: bigint },
): Result<Journal, JournalRefusal> {
  const { cooperative_id, tax_party, tax_minor, amount_minor, currency, memo } = input;
  if (amount_minor <= 0n || tax_minor < 0n || tax_minor > amount_minor)
    return refuse("amount_not_positive", "What is paid is above zero, and its tax no more than it.", "amount_minor");
  const postings: Posting[] = [
    { account: clearing(transferProcessor(cooperative_id)), amount_minor },
    { account: { kind: "cooperative_fee", party: cooperative_id }, amount_minor: tax_minor - amount_minor },
    { account: { kind: "tax", party: tax_party }, amount_minor: -tax_minor },
  ];
  return ok({
    kind: "freight_paid",
    currency,
    postings: postings.filter((posting) => posting.amount_minor !== 0n),
    memo,
  });
}
