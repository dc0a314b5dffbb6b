import { MedusaError } from "@medusajs/framework/utils";
import type { Refusal, Result } from "@commonlot/domain";

/**
 * A refusal on its way to HTTP. A MedusaError, so that it passes through workflows and hooks with its code and sentence;
 * `field` names the input at fault and is written into the answer by `src/api/error-handler.ts`.
 */
export class RefusalError extends MedusaError {
  readonly field: string | undefined;
  readonly details: Refusal["details"];

  constructor(refusal: Refusal) {
    super(typeOf(refusal), refusal.message, refusal.reason);
    this.field = refusal.field;
    this.details = refusal.details;
  }
}

/** The value of a `Result`, or the refusal thrown as the HTTP error it maps to. The one mapper of all rooms. */
export function valueOf<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value;
  throw new RefusalError(result.refusal);
}

/** Refuses at once. `refuseWith("not_found", "There is no such pool.")` answers 404. */
export function refuseWith(reason: string, message: string, field?: string): never {
  throw new RefusalError(field === undefined ? { reason, message } : { reason, message, field });
}

/** Reasons that mean: the caller is known but may not do this. */
const FORBIDDEN = new Set(["forbidden", "inactive", "not_your_role", "same_person", "contact_not_proven"]);
/** Reasons that mean: the same key was used for something else, the row has moved on since it was read, or others are at it just now. */
const CONFLICT = new Set(["idempotency_conflict", "conflict", "stale", "looks_like_a_repeat", "busy"]);

/**
 * 404 for what is not there (or not yours), 403 for what your role may not do, 409 for a reused key, else 400: as
 * INVALID_DATA when an input is at fault, as NOT_ALLOWED when a rule is. These types keep message and code in Medusa;
 * CONFLICT loses its message there, and gets it back in our error handler.
 */
function typeOf(refusal: Refusal): string {
  const { reason } = refusal;
  if (reason === "not_found" || reason.endsWith("_not_found")) return MedusaError.Types.NOT_FOUND;
  if (FORBIDDEN.has(reason)) return MedusaError.Types.FORBIDDEN;
  if (CONFLICT.has(reason) || reason.endsWith("_conflict")) return MedusaError.Types.CONFLICT;
  if (refusal.field !== undefined || reason.startsWith("invalid_")) return MedusaError.Types.INVALID_DATA;
  return MedusaError.Types.NOT_ALLOWED;
}
