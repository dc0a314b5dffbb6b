import { ok, type Refusal, type Result, type WhyText } from "@commonlot/domain";
import { RefusalError } from "../../lib/refusal";

export type { RefusalError };

/** The caller asks for what may not be. Thrown inside a transaction, so that nothing of it is written. */
export function notAllowed(reason: string, message: string): RefusalError {
  return new RefusalError({ reason, message });
}

/** The caller asks for what may not be, in words of both languages, for a sentence that names what it is about. */
export function saidBoth(reason: string, said: WhyText): RefusalError {
  return new RefusalError({ reason, message: said.en, details: { said: { en: said.en, zh: said.zh } } });
}

/** Not there, or not theirs: the same answer for both. */
export function notFound(thing: string): RefusalError {
  return new RefusalError({ reason: "not_found", message: `There is no such ${thing}.` });
}

/** Runs `work`; a refusal thrown in it becomes a value, everything else goes on. */
export async function asResult<T>(work: () => Promise<T>): Promise<Result<T, Refusal>> {
  try {
    return ok(await work());
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    const { code, message, field, details } = error;
    return {
      ok: false,
      refusal: {
        reason: code ?? "refused",
        message,
        ...(field === undefined ? {} : { field }),
        ...(details === undefined ? {} : { details }),
      },
    };
  }
}
