import { patient } from "../../up/patience.mjs";

export interface Patience {
  /** On a quiet machine; in CI it waits longer. */
  timeout_ms?: number;
  every_ms?: number;
  /** What was waited for: the first words of the failure. */
  message?: string;
}

/**
 * Waits until `look` returns something other than false, null or undefined, and returns that.
 * A throw counts as "not yet" (an expect() inside works); the last one is told when the time is up.
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  { timeout_ms = 20_000, every_ms = 100, message = "It did not happen" }: Patience = {},
): Promise<NonNullable<T>> {
  const limit_ms = patient(timeout_ms);
  const end = Date.now() + limit_ms;
  let last: unknown;
  do {
    try {
      const seen = await look();
      if (seen !== false && seen !== null && seen !== undefined) return seen;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, every_ms));
  } while (Date.now() < end);
  const why = last instanceof Error ? `: ${last.message}` : "";
  throw new Error(`${message} within ${limit_ms / 1000} s${why}`, { cause: last });
}
