import { ok, refuse, type Result } from "../shared/result";
import type { SmsRefusal } from "./sms";

/** The first of these texts that has room. Refuses when none has. */
export function shortest(limit: number, candidates: readonly (() => string)[]): Result<string, SmsRefusal> {
  for (const candidate of candidates) {
    const text = candidate();
    if (text.length <= limit) return ok(text);
  }
  return refuse("does_not_fit", `The text does not fit ${limit} characters without cutting a number or a weight.`);
}

/** A name must still be known when cut: at least two characters and the sign of the cut. */
export const LEAST_CHARACTERS = 2;

/** Ever shorter forms of a name, the cut shown by "…"; whole characters, never half of one. */
export function shorter(name: string): string[] {
  const characters = Array.from(name);
  const forms: string[] = [];
  for (let keep = characters.length - 2; keep >= LEAST_CHARACTERS; keep--) {
    forms.push(`${characters.slice(0, keep).join("")}…`);
  }
  return forms;
}

/** The shortest form of a name. */
export function least(name: string): string {
  return shorter(name).at(-1) ?? name;
}

/** Names come from people: no line breaks or control characters, and no second sender sign. */
export function clean(name: string): string {
  return name
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .replace(/[【】]/g, "")
    .trim();
}
