import { decideHoldDelta, type HoldDelta, type HoldState } from "../../pool/hold";
import { compareText } from "../../shared/order";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { assertTransition, defineTransitions } from "../../shared/transitions";

// A quote: versions that buyer and seller write in turn, and goods held while the seller's offer stands (docs: adr, wholesale).

/** A quote may stand so many days at most: longer is an agreement, and pooled goods are not locked up for a season. */
export const MAX_QUOTE_DAYS = 60;
/** Versions at most: who is further apart should talk. */
export const MAX_VERSIONS = 50;
const MS_PER_DAY = 86_400_000;

/**
 * A quote's states. Asked for, nothing is held; the seller's first offer holds the goods. `countered`: the buyer's version is the last.
 * Either side rejects the other's version, or takes the whole quote back (`withdrawn`); silence ends it by the clock. Every end frees
 * what was held, but `accepted`, which turns it into the order's.
 */
export const QUOTE_TRANSITIONS = defineTransitions({
  thing: "quote",
  initial: "requested",
  terminal: ["accepted", "rejected", "expired", "withdrawn"],
  next: {
    requested: ["offered", "rejected", "expired", "withdrawn"],
    offered: ["offered", "countered", "accepted", "rejected", "expired", "withdrawn"],
    countered: ["offered", "countered", "accepted", "rejected", "expired", "withdrawn"],
    accepted: [],
    rejected: [],
    expired: [],
    withdrawn: [],
  },
});
export type QuoteState = keyof typeof QUOTE_TRANSITIONS.next;

export type QuoteSide = "buyer" | "seller";

/** Who is waited for; null when the quote has ended. */
export function turnOf(state: QuoteState): QuoteSide | null {
  if (state === "requested" || state === "countered") return "seller";
  return state === "offered" ? "buyer" : null;
}

export interface QuoteFacts {
  readonly state: QuoteState;
  /** Number of the last version; the request is version 1. */
  readonly version: number;
  /** Who wrote it. */
  readonly by: QuoteSide;
  /** Until when an answer is taken, for both sides; at this moment it is too late. */
  readonly expires_at: Date;
}

export type QuoteRefusal = Refusal<
  "quote_ended" | "quote_expired" | "stale_version" | "not_your_turn" | "invalid_expiry" | "too_many_versions"
>;

/** Whether a quote that is open should end by the clock now. */
export function isExpired(quote: Pick<QuoteFacts, "state" | "expires_at">, now: Date): boolean {
  return turnOf(quote.state) !== null && now >= quote.expires_at;
}

export interface NewVersion {
  readonly version: number;
  readonly state: "offered" | "countered";
  readonly expires_at: Date;
}

/**
 * Another version. A side answers the other's, or puts a better one in the place of its own. The seller says until when its offer
 * stands, at most 60 days; a buyer's counter keeps that end, so that nobody can lengthen a hold on goods that they do not own. Refuses
 * a quote that has ended, one whose time is over, a version written upon another than the last, and a buyer before the first offer.
 */
export function decideVersion(
  quote: QuoteFacts,
  draft: { readonly by: QuoteSide; readonly upon_version: number; readonly expires_at: Date | null },
  now: Date,
): Result<NewVersion, QuoteRefusal> {
  const closed = closedRefusal(quote, draft.upon_version, now);
  if (closed) return closed;
  if (quote.version >= MAX_VERSIONS) {
    const message = `A quote has at most ${MAX_VERSIONS} versions. Ask for a new one.`;
    return refuse("too_many_versions", message);
  }
  const version = quote.version + 1;
  if (draft.by === "buyer") {
    if (quote.state === "requested")
      return refuse("not_your_turn", "The seller has not offered yet. Wait for the offer, or take the request back.");
    return ok({ version, state: "countered", expires_at: quote.expires_at });
  }
  const { expires_at } = draft;
  const most = now.getTime() + MAX_QUOTE_DAYS * MS_PER_DAY;
  if (expires_at === null || !(expires_at > now) || expires_at.getTime() > most) {
    const message = `Say until when the offer stands: later than now, at most ${MAX_QUOTE_DAYS} days.`;
    return refuse("invalid_expiry", message, "expires_at");
  }
  return ok({ version, state: "offered", expires_at });
}

/**
 * Ends a quote without an order: a side rejects the other's version, or takes the quote back. Refuses to reject one's own version, and a
 * word upon another version than the last. What is too late needs no word: the clock has ended it.
 */
export function decideEnd(
  quote: QuoteFacts,
  end: { readonly by: QuoteSide; readonly as: "rejected" | "withdrawn"; readonly upon_version: number },
  now: Date,
): Result<"rejected" | "withdrawn", QuoteRefusal> {
  const closed = closedRefusal(quote, end.upon_version, now);
  if (closed) return closed;
  if (end.as === "rejected" && quote.by === end.by)
    return refuse("not_your_turn", "The last version is your own: take the quote back instead.");
  return ok(end.as);
}

/** The hold behind a quote: base units (grams or pieces) by pool. */
export interface QuoteHold {
  readonly state: HoldState;
  readonly expires_at: Date;
  readonly units: ReadonlyMap<string, number>;
}

export interface AcceptInput {
  readonly quote: QuoteFacts;
  readonly by: QuoteSide;
  readonly upon_version: number;
  /** What the version asks of each pool. */
  readonly wanted: ReadonlyMap<string, number>;
  /** Null: none was ever taken. */
  readonly hold: QuoteHold | null;
  /** Of the buying company, by its limits: also when the seller takes the buyer's counter. */
  readonly approval: "not_needed" | "granted" | "waiting";
}

export type AcceptRefusal = QuoteRefusal | Refusal<"own_version" | "hold_gone" | "hold_too_small" | "approval_waiting">;

export interface Acceptance {
  readonly version: number;
  /** What the hold gives back because the version asks for less: none above zero. The rest of it becomes the order's, in one transaction. */
  readonly release: HoldDelta[];
}

/**
 * Whether a version is accepted now. It must be the last, written by the other side and not expired, approved where the company's
 * limits ask for that, and the hold must stand with at least what it wants of every pool: then the hold itself becomes the order's and
 * there is no moment in which somebody else could take the goods. Refuses everything else; a refusal changes nothing and frees nothing.
 */
export function decideAccept(input: AcceptInput, now: Date): Result<Acceptance, AcceptRefusal> {
  const { quote, hold, wanted } = input;
  const closed = closedRefusal(quote, input.upon_version, now);
  if (closed) return closed;
  if (quote.by === input.by)
    return refuse("own_version", "The last version is your own: the other side accepts it, or answers.");
  // A request is no offer: it has no price.
  const next = assertTransition(QUOTE_TRANSITIONS, quote.state, "accepted");
  if (!next.ok) return refuse("not_your_turn", "Nothing has been offered yet. Write an offer first.");
  if (hold === null || hold.state !== "soft" || now >= hold.expires_at) {
    const message = "The goods are no longer held for this quote. Ask for a new offer; nothing was ordered.";
    return refuse("hold_gone", message);
  }
  const delta = decideHoldDelta(hold.units, wanted);
  const short = delta.filter((one) => one.delta_units > 0);
  if (short.length > 0) {
    const message = "Less is held than this version asks for. Ask for a new offer; nothing was ordered.";
    return { ok: false, refusal: { reason: "hold_too_small", message, details: { short } } };
  }
  if (input.approval === "waiting") {
    const message = "An approver of the company decides first. The goods stay held until the quote ends.";
    return refuse("approval_waiting", message);
  }
  return ok({ version: quote.version, release: delta });
}

/** Refusals that every act upon a quote shares. */
function closedRefusal(quote: QuoteFacts, upon_version: number, now: Date) {
  if (quote.state === "expired" || isExpired(quote, now)) {
    return refuse("quote_expired", "This quote has expired and its goods are free again. Ask for a new one.");
  }
  if (turnOf(quote.state) === null) return refuse("quote_ended", `This quote is ${quote.state}. Nothing was changed.`);
  if (upon_version !== quote.version)
    return refuse("stale_version", "There is a newer version of this quote. Read it first; nothing was changed.");
  return null;
}

/** A hold of an open quote, when there is less than was promised. */
export interface RankedHold {
  readonly quote_id: string;
  readonly units: number;
  /** Said by the desk; a higher one gives way later. */
  readonly priority: number;
  readonly held_since: Date;
}

/**
 * Which quotes give their hold up when a pool lacks `lacking` units for all that is promised: those of the lowest priority first, of one
 * priority the youngest first, each whole, until enough is free or none is left. An order's goods are never here. Base units.
 */
export function quotesThatGiveWay(holds: readonly RankedHold[], lacking: number): string[] {
  const giving: string[] = [];
  let left = lacking;
  const sorted = [...holds].sort(
    (a, b) =>
      a.priority - b.priority || b.held_since.getTime() - a.held_since.getTime() || compareText(a.quote_id, b.quote_id),
  );
  for (const hold of sorted) {
    if (left <= 0) break;
    giving.push(hold.quote_id);
    left -= hold.units;
  }
  return giving;
}
