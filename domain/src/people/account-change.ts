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
 * While the one set last still waits, that is the one before it; or nobody, when the one before is stopped. `spans`: all
 * accounts of one household, in any order.
 */
export function payableAccount(spans: readonly AccountSpan[], now: Date): Payable {
  const newestFirst = [...spans].sort(
    (a, b) => b.set_at.getTime() - a.set_at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0),
  );
  const last = newestFirst.find((span) => span.replaced_at === null);
  if (last && last.usable_from > now && last.old_stops) return { wait_until: last.usable_from };
  const good = newestFirst.find(
    (span) =>
      span.usable_from <= now &&
      (span.replaced_at === null || span.replaced_at.getTime() >= span.usable_from.getTime()),
  );
  if (good) return { pay: good.id };
  return last ? { wait_until: last.usable_from } : { none: true };
}
