import { ok, refuse, type Refusal, type Result } from "../shared/result";

/** Hours before a changed payout account may be paid to: three nights in which a household can hear of it and say no. */
export const ACCOUNT_HOLD_HOURS = 72;

/**
 * From when a payout may use an account that is set at `now`. The first account of a household has nobody to be taken
 * from and is good at once; every later one waits.
 */
export function accountUsableFrom(now: Date, { replaces }: { readonly replaces: boolean }): Date {
  return replaces ? new Date(now.getTime() + ACCOUNT_HOLD_HOURS * 3_600_000) : now;
}

/**
 * Whether a household's PIN, or a code to its number, proves at `now` that it is the household that changes its account. Who
 * gave it the PIN knows the PIN, and who changed its number may hold the phone: for as long as a change waits, neither proves
 * anything. `since`: when the PIN was given, or the number changed, by somebody else; null: never.
 */
export function checkOwnProof(
  proof: "pin" | "code",
  since: Date | null,
  now: Date,
): Result<null, Refusal<"pin_too_new" | "phone_too_new">> {
  if (since === null || now.getTime() - since.getTime() >= ACCOUNT_HOLD_HOURS * 3_600_000) return ok(null);
  const sentence =
    proof === "pin"
      ? "This PIN was given lately. Use a code by SMS; nothing was changed."
      : "Your number was changed lately. Use your PIN, or ask at the cooperative; nothing was changed.";
  return refuse(proof === "pin" ? "pin_too_new" : "phone_too_new", sentence, "proof.secret");
}

/** One account of a household, as its row says. Times in the order of the clock. */
export interface AccountSpan {
  readonly id: string;
  readonly set_at: Date;
  readonly usable_from: Date;
  /** When another took its place, or it was called off; null while it is the one that was set last. */
  readonly replaced_at: Date | null;
  /** The one before is not to be paid to while this one waits: it is lost, or somebody else's. */
  readonly old_stops: boolean;
}

export type Payable = { readonly pay: string } | { readonly wait_until: Date } | { readonly none: true };

/**
 * Which account a payout goes to at `now`: the one set last among those that were good before anything took their place.
 * While the one set last still waits, that is the one before it; or nobody, when anything set since that one stops it. Who
 * said "the old one is lost" said so of every later change too: it is lifted by calling that change off. `spans`: all accounts
 * of one household but those called off, in any order.
 */
export function payableAccount(spans: readonly AccountSpan[], now: Date): Payable {
  const sorted = newestFirst(spans);
  const last = sorted.find((span) => span.replaced_at === null);
  const good = sorted.findIndex((span) => span.usable_from <= now && becameGood(span));
  const since = good === -1 ? sorted : sorted.slice(0, good);
  const paid = sorted[good];
  if (paid && !(last && since.some((span) => span.old_stops))) return { pay: paid.id };
  return last ? { wait_until: last.usable_from } : { none: true };
}

/** The account that stands again when the span with this id is called off. */
export function spanBefore<Span extends AccountSpan>(spans: readonly Span[], id: string): Span | undefined {
  const sorted = newestFirst(spans);
  return sorted[sorted.findIndex((span) => span.id === id) + 1];
}

/**
 * From when an account may be paid to that stands again at `now`: as before, where it was good or its wait still runs. One
 * whose wait ran out while another stood in its place waits anew: nobody could see that it was coming.
 */
export function usableWhenRestored(span: AccountSpan, now: Date): Date {
  if (span.usable_from > now || becameGood(span)) return span.usable_from;
  return accountUsableFrom(now, { replaces: true });
}

/** Whether it was good before anything took its place, or nothing did. */
function becameGood(span: AccountSpan): boolean {
  return span.replaced_at === null || span.replaced_at.getTime() >= span.usable_from.getTime();
}

function newestFirst<Span extends AccountSpan>(spans: readonly Span[]): Span[] {
  return [...spans].sort((a, b) => b.set_at.getTime() - a.set_at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0));
}
