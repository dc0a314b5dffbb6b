import { refuse, type Result } from "../shared/result";
import { transferProcessor } from "./by-transfer";
import { assertBalanced, type Account, type Journal, type JournalRefusal, type Posting } from "./journal";
import { clearing, deposit, moved, type Movement } from "./moved";
import type { WaterfallRow } from "./waterfall";

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
