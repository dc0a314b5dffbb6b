import { assertBalanced, type Journal, type JournalRefusal, type Posting } from "./journal";
import type { Result } from "../shared/result";
import type { WaterfallRow } from "./waterfall";

// Goods that came back, and are sold again: whose money that is (docs: adr, claims). Their household was paid for the first sale,
// by the claim; so what they bring belongs to whoever paid for it.

const PREFIX = "returned:";

/** Whose account stands on an allocation in a household's place, when its goods came back by a claim. */
export function ownerOfReturned(claim_id: string): string {
  return `${PREFIX}${claim_id}`;
}

/** The claim behind such an owner; undefined for a household. */
export function claimOfOwner(party: string): string | undefined {
  return party.startsWith(PREFIX) ? party.slice(PREFIX.length) : undefined;
}

/**
 * Rows of a line's waterfall with those of such owners on the account of their claim: payable and holdback of a lot as one
 * row. Sums to the same; all other rows stay as they are.
 */
export function returnedRows(rows: readonly WaterfallRow[]): WaterfallRow[] {
  const made = new Map<string, WaterfallRow>();
  const others: WaterfallRow[] = [];
  for (const row of rows) {
    const claim = row.lot === undefined ? undefined : claimOfOwner(row.party);
    if (claim === undefined || row.lot === undefined) {
      others.push(row);
      continue;
    }
    const before = made.get(row.lot)?.amount_minor ?? 0n;
    made.set(row.lot, {
      party: claim,
      account: "returned_goods",
      amount_minor: before + row.amount_minor,
      rule: "returned_proceeds",
      lot: row.lot,
    });
  }
  return [...others, ...made.values()];
}

export interface ReturnedShare {
  /** All that the goods have brought so far, this time's included. */
  readonly proceeds_minor: bigint;
  /** What each bore in the end; the carrier: what it paid. */
  readonly carrier_minor: bigint;
  readonly cooperative_minor: bigint;
  readonly lots: readonly { readonly lot: string; readonly household: string; readonly amount_minor: bigint }[];
}

export interface ReturnedShares {
  readonly carrier_minor: bigint;
  readonly cooperative_minor: bigint;
  readonly lots: readonly { readonly lot: string; readonly household: string; readonly amount_minor: bigint }[];
}

/**
 * Who gets what of the proceeds so far, in minor units: the carrier and each lot floor(proceeds * borne / cost), never more than
 * they bore; the rest is the cooperative's, which has the work and bears what is not brought in. On the running total nothing is
 * taken back from a carrier or a household; the cooperative's part may step back by a minor unit for each of them. They sum to
 * the proceeds.
 */
export function shareReturned(input: ReturnedShare): ReturnedShares {
  const { proceeds_minor, carrier_minor, cooperative_minor } = input;
  const cost = input.lots.reduce((sum, one) => sum + one.amount_minor, carrier_minor + cooperative_minor);
  const part = (borne: bigint) => {
    if (cost <= 0n) return 0n;
    const share = (proceeds_minor * borne) / cost;
    return share < borne ? share : borne;
  };
  const carrier = part(carrier_minor);
  const lots = input.lots.map((one) => ({ ...one, amount_minor: part(one.amount_minor) }));
  const taken = lots.reduce((sum, one) => sum + one.amount_minor, carrier);
  return { carrier_minor: carrier, cooperative_minor: proceeds_minor - taken, lots };
}

/** The claim's account for goods that came back -> those who bore it: carrier (owed), cooperative's loss, households. */
export function returnedShareJournal(input: {
  readonly claim_id: string;
  readonly cooperative_id: string;
  readonly currency: string;
  readonly shares: ReturnedShares;
  readonly memo: string;
}): Result<Journal, JournalRefusal> {
  const { carrier_minor, cooperative_minor, lots } = input.shares;
  const total = lots.reduce((sum, one) => sum + one.amount_minor, carrier_minor + cooperative_minor);
  const postings: Posting[] = [
    { account: { kind: "returned_goods", party: input.claim_id }, amount_minor: total },
    { account: { kind: "carrier_owed", party: input.cooperative_id }, amount_minor: -carrier_minor },
    { account: { kind: "claim_loss", party: input.cooperative_id }, amount_minor: -cooperative_minor },
    ...lots.map((one): Posting => ({
      account: { kind: "household_payable", party: one.household },
      amount_minor: -one.amount_minor,
      lot: one.lot,
    })),
  ];
  return assertBalanced({
    kind: "returned_share",
    currency: input.currency,
    postings: postings.filter((one) => one.amount_minor !== 0n),
    memo: input.memo,
  });
}
