/**
 * An expected refusal: something a person or another program may well ask for and be told no.
 * `message` is one clear English sentence that may be shown; `field` names the input at fault.
 * Programming errors are not refusals: they throw.
 */
export interface Refusal<Reason extends string = string> {
  readonly reason: Reason;
  readonly message: string;
  readonly field?: string;
  /** What the refusal is about, for a screen that shows it: an earlier ticket, say. No secrets, no other party's rows. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What a decision hands back: the value, or the refusal as a value. */
export type Result<T, R = Refusal> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: R };

/** The accepted side of a `Result`. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** The refused side of a `Result`. */
export function refuse<Reason extends string>(
  reason: Reason,
  message: string,
  field?: string,
): { readonly ok: false; readonly refusal: Refusal<Reason> } {
  return { ok: false, refusal: field === undefined ? { reason, message } : { reason, message, field } };
}
