import { formatMinor } from "../shared/money";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { transferProcessor } from "./by-transfer";
import type { WaterfallRow } from "./waterfall";

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

interface Movement {
  readonly currency: string;
  readonly amount_minor: bigint;
  readonly memo: string;
}

/** The part of an order's money that is owed by a company and not there yet; minor units. */
export interface Owed {
  readonly company_id: string;
  readonly amount_minor: bigint;
}

/** What of an order's money lies on one cooperative's account, where several were paid (docs: adr, joint quotes by transfer); minor units. */
export interface AccountShare {
  readonly cooperative_id: string;
  readonly amount_minor: bigint;
}

interface OfOrder extends Movement {
  readonly order_id: string;
  readonly processor: string;
  readonly owed?: Owed | undefined;
  /** Left out: all of it lies with the processor. They sum to what is not owed. */
  readonly shares?: readonly AccountShare[] | undefined;
}

/**
 * At capture: clearing -> buyer deposit of the order, so that every captured cent has a home at once. `owed`: the part of it that a company
 * pays later comes out of its receivable. `shares`: out of the clearing of each cooperative that was paid.
 */
export function captureJournal(input: OfOrder): Result<Journal, JournalRefusal> {
  return split("capture", input, deposit(input.order_id), 1n);
}

/**
 * A refund before the sale is posted: buyer deposit -> clearing. After it, reverse the sale first. `owed`: the part of it that the company
 * has not paid yet, and owes no more. `shares`: back to the clearing of each cooperative whose goods it is for.
 */
export function refundJournal(input: OfOrder): Result<Journal, JournalRefusal> {
  return split("refund", input, deposit(input.order_id), -1n);
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

/**
 * A parcel was lost on the way and the buyer is refunded: the cooperative makes the deposit whole, carrier claim -> buyer
 * deposit, so that the households are paid for what they handed in (docs: adr, lost parcels).
 */
export function lossJournal(
  input: Movement & { readonly order_id: string; readonly cooperative_id: string },
): Result<Journal, JournalRefusal> {
  return moved("loss", input, { kind: "carrier_claim", party: input.cooperative_id }, deposit(input.order_id));
}

export interface PostSaleInput {
  readonly currency: string;
  readonly order_id: string;
  /** Waterfall rows of the order's lines. */
  readonly rows: readonly WaterfallRow[];
  /**
   * Ledger party for the rows that name only a role ("cooperative", "carrier", "agent", ...). Looked up by account,
   * not by the row's party, so that a household whose id is "agent" keeps its money.
   */
  readonly parties?: Partial<Record<WaterfallRow["account"], string>>;
  readonly memo: string;
}

/**
 * After delivery and the hold days: buyer deposit -> the rows of the waterfall. Rows of `buyer_refund` are left out:
 * that money has already gone back, deposit -> clearing, by `refundJournal`; what the deposit still holds is the
 * rest. Rows below zero are what a bearer puts in: its account is debited. Refuses when nothing is left to post (a line
 * refunded whole) and other negative rows.
 */
export function postSaleJournal(input: PostSaleInput): Result<Journal, JournalRefusal> {
  const credits: Posting[] = [];
  let total = 0n;
  for (const row of input.rows) {
    if (row.amount_minor < 0n && !BORNE.has(row.rule))
      return refuse("amount_not_positive", `The row for ${row.party} is below zero.`);
    if (row.account === "buyer_refund" || row.amount_minor === 0n) continue;
    const party = HOUSEHOLD_ACCOUNTS.has(row.account) ? row.party : (input.parties?.[row.account] ?? row.party);
    const posting: Posting = { account: { kind: row.account, party }, amount_minor: -row.amount_minor };
    credits.push(row.lot === undefined ? posting : { ...posting, lot: row.lot });
    total += row.amount_minor;
  }
  if (credits.length === 0) return refuse("nothing_to_post", "Nothing of this sale is left to post.");
  // A line that cost nothing, its box borne by the cooperative, moves nothing out of the deposit.
  const debit: Posting[] = total === 0n ? [] : [{ account: deposit(input.order_id), amount_minor: total }];
  return assertBalanced({ kind: "sale", currency: input.currency, postings: [...debit, ...credits], memo: input.memo });
}

const BORNE: ReadonlySet<WaterfallRow["rule"]> = new Set(["freight_borne", "packing_borne", "fixed_margin"]);

const HOUSEHOLD_ACCOUNTS: ReadonlySet<string> = new Set(["household_payable", "household_holdback"]);

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

function moved(
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

/** An order's deposit against what the processor holds and what a company owes; `sign` 1 fills it, -1 empties it. */
function split(
  kind: "capture" | "refund",
  input: OfOrder,
  filled: Account,
  sign: 1n | -1n,
): Result<Journal, JournalRefusal> {
  const { amount_minor, currency, memo, owed } = input;
  if (amount_minor <= 0n)
    return refuse("amount_not_positive", `The amount of a ${kind} must be above zero.`, "amount_minor");
  const later = owed?.amount_minor ?? 0n;
  if (later < 0n || later > amount_minor)
    return refuse("amount_not_positive", `Of a ${kind} nothing to all of it is owed.`, "owed");
  const shares = input.shares?.map((one) => ({ ...one, processor: transferProcessor(one.cooperative_id) }));
  if (shares?.some((one) => one.amount_minor <= 0n))
    return refuse("amount_not_positive", `A cooperative's share of a ${kind} is above zero.`, "shares");
  const held = (shares ?? [{ processor: input.processor, amount_minor: amount_minor - later }]).map((one): Posting => ({
    account: clearing(one.processor),
    amount_minor: sign * one.amount_minor,
  }));
  const company: Posting = {
    account: { kind: "receivable", party: owed?.company_id ?? "" },
    amount_minor: sign * later,
  };
  const other: Posting = { account: filled, amount_minor: -sign * amount_minor };
  const moves = [...held, company].filter((posting) => posting.amount_minor !== 0n);
  return assertBalanced({ kind, currency, memo, postings: sign === 1n ? [...moves, other] : [other, ...moves] });
}

function clearing(processor: string): Account {
  return { kind: "clearing", party: processor };
}

function deposit(order_id: string): Account {
  return { kind: "buyer_deposit", party: order_id };
}
