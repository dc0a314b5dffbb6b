import { Sha256 } from "../shared/sha256";

// The ledger sealed: journals are chained by hash, so that a change of what was written once shows, and where. The order
// is the seal's own, given when a journal is sealed and not when it is written (docs: adr, seal).

/** One posting as it is hashed. */
export interface SealedPosting {
  /** Its place in the journal, from 1. */
  readonly seq: number;
  /** The account by what it is, not by its id: an account that was given to another party shows too. */
  readonly kind: string;
  readonly party: string;
  readonly currency: string;
  /** Minor units, as digits: debit positive, credit negative. */
  readonly amount_minor: string;
  readonly lot: string | null;
}

/** A journal as it is hashed; postings in the order of `seq`. */
export interface SealableJournal {
  readonly id: string;
  readonly kind: string;
  readonly source_id: string;
  readonly order_id: string | null;
  readonly memo: string;
  /** When it was written, UTC to the microsecond: "2026-11-26T03:52:42.123456Z". */
  readonly at: string;
  readonly postings: readonly SealedPosting[];
}

/** A link of the chain as it is kept; `journal` is null when the journal is not there any more. */
export interface SealLink {
  /** 1, 2, 3, ... without a gap. */
  readonly seq: number;
  readonly journal_id: string;
  /** 64 lower-case hex digits. */
  readonly hash: string;
  readonly journal: SealableJournal | null;
}

/** What stands before the first journal. */
export const SEAL_START = "0".repeat(64);

/**
 * What is hashed of a journal: the UTF-8 bytes of one JSON array, no space in it, in this order:
 * `["commonlot-seal-1", previous hash, seal number, id, kind, source_id, order_id | null, memo, at,
 * [[seq, account kind, party, currency, amount as digits, lot | null], ...]]`.
 * Strings are escaped as JSON.stringify does (ECMA-262 25.5.2); numbers are whole; postings stand by their seq.
 */
export function sealText(previous: string, seq: number, journal: SealableJournal): string {
  const { id, kind, source_id, order_id, memo, at } = journal;
  const postings = journal.postings.map((posting) => [
    posting.seq,
    posting.kind,
    posting.party,
    posting.currency,
    posting.amount_minor,
    posting.lot,
  ]);
  return JSON.stringify(["commonlot-seal-1", previous, seq, id, kind, source_id, order_id, memo, at, postings]);
}

/** SHA-256 of `sealText`, as hex. */
export function sealHash(previous: string, seq: number, journal: SealableJournal): string {
  hasher.update(sealText(previous, seq, journal));
  let hex = "";
  for (const word of hasher.state) hex += word.toString(16).padStart(8, "0");
  return hex;
}

/** Its buffers are used again from journal to journal; nothing of one is left for the next. */
const hasher = new Sha256();

/** Links for journals in the order given, after a chain that ends in `previous` with number `seq`. */
export function sealAfter(
  previous: string,
  seq: number,
  journals: readonly SealableJournal[],
): { seq: number; journal_id: string; hash: string }[] {
  let hash = previous;
  return journals.map((journal, index) => {
    hash = sealHash(hash, seq + index + 1, journal);
    return { seq: seq + index + 1, journal_id: journal.id, hash };
  });
}

export type SealBreakReason = "number_missing" | "journal_missing" | "hash_differs" | "unbalanced";

/** Where the chain does not hold. */
export interface SealBreak {
  readonly seq: number;
  readonly journal_id: string;
  readonly reason: SealBreakReason;
  readonly message: string;
}

/**
 * Goes along a chain from its first link. Every link is judged by the hash that is kept before it, so that one changed
 * journal is one break, not one and all after it; the first break is the journal to look at.
 */
export class SealVerifier {
  /** The last link seen: what to write down elsewhere, to show later that nothing was taken off the end. */
  head = { seq: 0, hash: SEAL_START };
  first: SealBreak | undefined;
  breaks = 0;

  next(link: SealLink): void {
    const found = this.judge(link);
    if (found) {
      this.first ??= found;
      this.breaks += 1;
    }
    this.head = { seq: link.seq, hash: link.hash };
  }

  private judge(link: SealLink): SealBreak | undefined {
    const { seq, journal_id, journal, hash } = link;
    const broken = (reason: SealBreakReason, message: string): SealBreak => ({ seq, journal_id, reason, message });
    if (seq !== this.head.seq + 1) {
      return broken("number_missing", `After seal ${this.head.seq} comes seal ${seq}: what stood between is gone.`);
    }
    if (journal === null) return broken("journal_missing", `Journal ${journal_id} of seal ${seq} is gone.`);
    if (journal.id !== journal_id || sealHash(this.head.hash, seq, journal) !== hash) {
      return broken("hash_differs", `Journal ${journal_id} of seal ${seq} is not what was sealed.`);
    }
    const sums = new Map<string, bigint>();
    for (const { currency, amount_minor } of journal.postings) {
      sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount_minor));
    }
    if (journal.postings.length === 0 || [...sums.values()].some((sum) => sum !== 0n)) {
      return broken("unbalanced", `Journal ${journal_id} of seal ${seq} does not sum to zero.`);
    }
    return undefined;
  }
}
