import { carrierSettled, type ClaimShares } from "../parcel/claim-bearer";
import { ok, refuse, type Result } from "../shared/result";
import { assertBalanced, type Account, type Journal, type JournalRefusal, type Posting } from "./journal";

// The money of claims (docs: adr, claims). What a claim costs is collected on its own account, party the claim, until it is
// shared among those who bear it: then that account is zero again.

interface OfClaim {
  readonly claim_id: string;
  readonly cooperative_id: string;
  readonly currency: string;
}

/**
 * A buyer is refunded for a claim: the deposit is made whole, claim -> buyer deposit, of the refund less the tax in it, which is
 * simply no longer owed. Of a sale that is divided already the tax was booked, so that its part comes out of there.
 */
export function claimRefundJournal(
  input: OfClaim & {
    readonly order_id: string;
    readonly amount_minor: bigint;
    readonly tax_minor: bigint;
    readonly divided: boolean;
    /** Who sold, and so owed the tax; the cooperative when left out. */
    readonly tax_party?: string;
    readonly memo: string;
  },
): Result<Journal, JournalRefusal> {
  const borne = input.amount_minor - input.tax_minor;
  const tax = input.divided ? input.tax_minor : 0n;
  return assertBalanced({
    kind: "loss",
    currency: input.currency,
    postings: nonZero([
      { account: claimOf(input.claim_id), amount_minor: borne },
      { account: { kind: "tax", party: input.tax_party ?? input.cooperative_id }, amount_minor: tax },
      { account: { kind: "buyer_deposit", party: input.order_id }, amount_minor: -(borne + tax) },
    ]),
    memo: input.memo,
  });
}

/** The same packs are sent again: the claim pays for the replacement as a buyer would, claim -> deposit of its order. */
export function replacementJournal(
  input: OfClaim & { readonly order_id: string; readonly amount_minor: bigint; readonly memo: string },
): Result<Journal, JournalRefusal> {
  if (input.amount_minor <= 0n) {
    return refuse("amount_not_positive", "A replacement costs more than nothing.", "amount_minor");
  }
  return ok({
    kind: "replacement",
    currency: input.currency,
    postings: [
      { account: claimOf(input.claim_id), amount_minor: input.amount_minor },
      { account: { kind: "buyer_deposit", party: input.order_id }, amount_minor: -input.amount_minor },
    ],
    memo: input.memo,
  });
}

/**
 * What the claim has cost goes to those who bear it: carrier claim, cooperative's loss, households' payables -> claim. What a
 * household bears later is owed by it, and the cooperative's reserve stands in for it until then: `reserve_bridge` is what
 * the reserve has lent to households.
 */
export function claimShareJournal(
  input: OfClaim & { readonly shares: ClaimShares; readonly memo: string },
): Result<Journal, JournalRefusal> {
  const { carrier_minor, cooperative_minor, lots } = input.shares;
  const later = lots.reduce((sum, one) => sum + one.later_minor, 0n);
  const total = lots.reduce((sum, one) => sum + one.amount_minor, carrier_minor + cooperative_minor + later);
  return assertBalanced({
    kind: "claim_share",
    currency: input.currency,
    postings: nonZero([
      { account: { kind: "carrier_claim", party: input.cooperative_id }, amount_minor: carrier_minor },
      { account: { kind: "claim_loss", party: input.cooperative_id }, amount_minor: cooperative_minor },
      ...lots.map((one): Posting => ({
        account: { kind: "household_payable", party: one.household },
        amount_minor: one.amount_minor,
        lot: one.lot,
      })),
      ...lots.map((one): Posting => ({
        account: { kind: "household_clawback", party: one.household },
        amount_minor: one.later_minor,
        lot: one.lot,
      })),
      { account: { kind: "reserve", party: input.cooperative_id }, amount_minor: later },
      { account: { kind: "reserve_bridge", party: input.cooperative_id }, amount_minor: -later },
      { account: claimOf(input.claim_id), amount_minor: -total },
    ]),
    memo: input.memo,
  });
}

/** After an objection: the cooperative's loss -> what lots of a household bore of a claim. */
export function claimGivenBackJournal(input: {
  readonly cooperative_id: string;
  readonly currency: string;
  readonly lots: readonly { readonly lot: string; readonly household: string; readonly amount_minor: bigint }[];
  readonly memo: string;
}): Result<Journal, JournalRefusal> {
  const total = input.lots.reduce((sum, one) => sum + one.amount_minor, 0n);
  return assertBalanced({
    kind: "claim_share",
    currency: input.currency,
    postings: nonZero([
      { account: { kind: "claim_loss", party: input.cooperative_id }, amount_minor: total },
      ...input.lots.map((one): Posting => ({
        account: { kind: "household_payable", party: one.household },
        amount_minor: -one.amount_minor,
        lot: one.lot,
      })),
    ]),
    memo: input.memo,
  });
}

/**
 * The carrier has answered: what it paid stands at the cooperative's bank, what it did not is the cooperative's loss, and its
 * claim is gone. What it paid above what was asked lowers the loss.
 */
export function claimAnswerJournal(
  input: OfClaim & { readonly asked_minor: bigint; readonly paid_minor: bigint; readonly memo: string },
): Result<Journal, JournalRefusal> {
  const { lost_minor, over_minor } = carrierSettled(input.asked_minor, input.paid_minor);
  return assertBalanced({
    kind: "claim_answer",
    currency: input.currency,
    postings: nonZero([
      { account: { kind: "carrier_paid", party: input.cooperative_id }, amount_minor: input.paid_minor },
      { account: { kind: "claim_loss", party: input.cooperative_id }, amount_minor: lost_minor - over_minor },
      { account: { kind: "carrier_claim", party: input.cooperative_id }, amount_minor: -input.asked_minor },
    ]),
    memo: input.memo,
  });
}

function claimOf(claim_id: string): Account {
  return { kind: "claim", party: claim_id };
}

function nonZero(postings: Posting[]): Posting[] {
  return postings.filter((one) => one.amount_minor !== 0n);
}
