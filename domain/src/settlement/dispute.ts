import { compareText } from "../shared/order";
import { assertBalanced, type Journal, type JournalRefusal, type Posting } from "./journal";
import type { Result } from "../shared/result";

// A buyer's bank takes a payment back (docs: adr, clawbacks). What the processor tells of it comes in any order and more than
// once, so that what we know is the sum of all that was ever said, never the last word.

/** As the processor names them, from first to last. An inquiry (`warning_...`) takes no money. */
export const DISPUTE_STATES = [
  "warning_needs_response",
  "warning_under_review",
  "warning_closed",
  "needs_response",
  "under_review",
  "prevented",
  "won",
  "lost",
] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];

/** What one event says, or all of them together. */
export interface DisputeFacts {
  readonly state: DisputeState;
  /** The money has left the processor's account of ours, at some moment. */
  readonly withdrawn: boolean;
  readonly reinstated: boolean;
  /** Kept by the processor for it. */
  readonly fee_minor: bigint;
  /** Until when evidence is taken, ISO; the latest that was said. */
  readonly due_at: string | null;
}

/** All that is known once this is known too: the same whatever comes first, and however often. */
export function mergeDispute(a: DisputeFacts, b: DisputeFacts): DisputeFacts {
  const due = [a.due_at, b.due_at].filter((one) => one !== null).sort(compareText);
  return {
    state: rank(a.state) >= rank(b.state) ? a.state : b.state,
    withdrawn: a.withdrawn || b.withdrawn,
    reinstated: a.reinstated || b.reinstated,
    fee_minor: a.fee_minor > b.fee_minor ? a.fee_minor : b.fee_minor,
    due_at: due.at(-1) ?? null,
  };
}

/**
 * Which journals the books must hold for what is known; each is written once.
 * - withdrawn: clearing -> dispute, as soon as the money is gone or the dispute is lost;
 * - back: its reverse, when it is won and the money was gone;
 * - lost: the order's buyer has the money: what was sold is given back to them, out of the dispute.
 */
export function disputeBooks(facts: DisputeFacts): { withdrawn: boolean; back: boolean; lost: boolean; open: boolean } {
  const lost = facts.state === "lost";
  const withdrawn = facts.withdrawn || lost;
  const back = withdrawn && !lost && (facts.reinstated || facts.state === "won");
  const open = !lost && !["won", "warning_closed", "prevented"].includes(facts.state);
  return { withdrawn, back, lost, open };
}

interface OfDispute {
  readonly dispute_id: string;
  readonly processor: string;
  readonly currency: string;
  readonly amount_minor: bigint;
  readonly memo: string;
}

/** The bank has taken it: dispute <- clearing. Its reverse is the money come back. */
export function disputeJournal(input: OfDispute): Result<Journal, JournalRefusal> {
  return assertBalanced({
    kind: "dispute",
    currency: input.currency,
    postings: [
      { account: { kind: "dispute", party: input.dispute_id }, amount_minor: input.amount_minor },
      { account: { kind: "clearing", party: input.processor }, amount_minor: -input.amount_minor },
    ],
    memo: input.memo,
  });
}

/**
 * Lost: what the buyer's deposit gives back has gone by the bank already. What the bank took beyond what was paid and not yet given back
 * (`losses`) is its cooperative's: the buyer has that twice.
 */
export function disputeLostJournal(
  input: Omit<OfDispute, "processor"> & {
    readonly order_id: string;
    readonly losses?: readonly { readonly cooperative: string; readonly amount_minor: bigint }[];
  },
): Result<Journal, JournalRefusal> {
  const losses = (input.losses ?? []).map(({ cooperative, amount_minor }): Posting => ({
    account: { kind: "claim_loss", party: cooperative },
    amount_minor,
  }));
  const given_back = losses.reduce((left, one) => left - one.amount_minor, input.amount_minor);
  const deposit: Posting = { account: { kind: "buyer_deposit", party: input.order_id }, amount_minor: given_back };
  return assertBalanced({
    kind: "dispute_lost",
    currency: input.currency,
    postings: [
      ...(given_back === 0n ? [] : [deposit]),
      ...losses,
      { account: { kind: "dispute", party: input.dispute_id }, amount_minor: -input.amount_minor },
    ],
    memo: input.memo,
  });
}

function rank(state: DisputeState): number {
  return DISPUTE_STATES.indexOf(state);
}
