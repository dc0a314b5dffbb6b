import { z } from "zod";
import { compareText } from "../shared/order";
import { refuse, type Refusal, type Result } from "../shared/result";
import { assertBalanced, type Journal, type JournalRefusal, type Posting } from "./journal";

// What a household bears of goods that were found bad after it was paid (docs: adr, clawbacks): it is never asked for money. A
// part of each later payout goes to it until it is even; until then the cooperative's reserve stands in.

/** Of what a statement brings anew, the most that clawbacks may take: the household lives on the rest. */
export const MAX_CLAWBACK_BP = 5_000;

/** Until a cooperative sets its own: 30 %. */
export const DEFAULT_CLAWBACK_BP = 3_000;

/** Basis points of each later payout; 0: nothing is ever taken back, the cooperative bears it. */
export const clawbackCapSchema = z.int().min(0).max(MAX_CLAWBACK_BP);

export interface OpenClawback {
  readonly id: string;
  /** Whose harvest it was. */
  readonly lot: string;
  readonly left_minor: bigint;
  /** Oldest first; any text that sorts. */
  readonly at: string;
}

export interface ClawbackTake {
  readonly id: string;
  readonly lot: string;
  readonly amount_minor: bigint;
  /** Still open after it. */
  readonly left_minor: bigint;
}

/**
 * What one statement gives towards open clawbacks, oldest first (ties by id):
 * `at most = min(floor(fresh * cap_bp / 10000), free)`, `fresh = min(net, net - brought forward)`: what was earned in this
 * period. What an earlier statement has carried over gave its part there, so that nothing is cut twice. `free_minor`: what the
 * household is owed and no payout is on its way for. Nothing when fresh is zero or below. Throws on a cap out of range.
 */
export function takeBack(
  statement: {
    readonly net_minor: bigint;
    readonly brought_forward_minor: bigint;
    readonly free_minor: bigint;
    readonly cap_bp: number;
  },
  open: readonly OpenClawback[],
): ClawbackTake[] {
  const { net_minor, brought_forward_minor, free_minor } = statement;
  const cap_bp = clawbackCapSchema.parse(statement.cap_bp);
  const earned = net_minor - brought_forward_minor;
  const fresh = net_minor < earned ? net_minor : earned;
  if (fresh <= 0n) return [];
  const capped = (fresh * BigInt(cap_bp)) / 10_000n;
  let rest = capped < free_minor ? capped : free_minor;
  const takes: ClawbackTake[] = [];
  for (const one of [...open].sort((a, b) => compareText(a.at, b.at) || compareText(a.id, b.id))) {
    const amount_minor = one.left_minor < rest ? one.left_minor : rest;
    if (amount_minor <= 0n) continue;
    takes.push({ id: one.id, lot: one.lot, amount_minor, left_minor: one.left_minor - amount_minor });
    rest -= amount_minor;
  }
  return takes;
}

interface OfHousehold {
  readonly household: string;
  readonly cooperative_id: string;
  readonly currency: string;
  readonly lot: string;
  readonly amount_minor: bigint;
  readonly memo: string;
}

/** A payout is smaller by this: payable -> what the household owed; and the reserve has back what it had lent. */
export function clawbackTakeJournal(input: OfHousehold): Result<Journal, JournalRefusal> {
  const { amount_minor, lot, household, cooperative_id } = input;
  if (amount_minor <= 0n) return notPositive();
  return assertBalanced({
    kind: "clawback_take",
    currency: input.currency,
    postings: [
      { account: { kind: "household_payable", party: household }, amount_minor, lot },
      { account: { kind: "household_clawback", party: household }, amount_minor: -amount_minor, lot },
      { account: { kind: "reserve_bridge", party: cooperative_id }, amount_minor },
      { account: { kind: "reserve", party: cooperative_id }, amount_minor: -amount_minor },
    ],
    memo: input.memo,
  });
}

/** The household owes it no more: what the reserve has lent for it stays spent. */
export function clawbackWaiveJournal(input: OfHousehold): Result<Journal, JournalRefusal> {
  const { amount_minor, lot, household, cooperative_id } = input;
  if (amount_minor <= 0n) return notPositive();
  const postings: Posting[] = [
    { account: { kind: "reserve_bridge", party: cooperative_id }, amount_minor },
    { account: { kind: "household_clawback", party: household }, amount_minor: -amount_minor, lot },
  ];
  return assertBalanced({ kind: "clawback_waive", currency: input.currency, postings, memo: input.memo });
}

/** The cooperative sets part of its fees aside (above zero), or takes back what it had set aside (below). */
export function reserveJournal(input: {
  readonly cooperative_id: string;
  readonly currency: string;
  readonly amount_minor: bigint;
  readonly memo: string;
}): Result<Journal, JournalRefusal> {
  const { cooperative_id: party, amount_minor } = input;
  return assertBalanced({
    kind: "reserve_set_aside",
    currency: input.currency,
    postings: [
      { account: { kind: "cooperative_fee", party }, amount_minor },
      { account: { kind: "reserve", party }, amount_minor: -amount_minor },
    ],
    memo: input.memo,
  });
}

/** Whether the cap may become this: a second person says so, and it is another than now. */
export function decideClawbackCap(
  proposed: { readonly by: string },
  person: string,
): Result<null, Refusal<"same_person">> {
  if (proposed.by === person)
    return refuse("same_person", "You proposed this yourself: a second person decides it. Nothing was changed.");
  return { ok: true, value: null };
}

function notPositive() {
  return refuse("amount_not_positive", "A clawback moves more than zero.", "amount_minor");
}
