import type { z } from "zod";
import { inputWords } from "./input-words";
import { ok, type Refusal, type Result } from "./result";

/** Given to `safeParse` where many faults are listed: each in our own words instead of the library's. */
export const IN_OUR_WORDS = { error: (issue: z.core.$ZodRawIssue): string => inputWords(issue).en };

/**
 * Parses untrusted input by a schema and says the first fault as a sentence with its path ("lots.3.available_g: must be a whole
 * number."). `details.said` has it in both languages, where the words are ours and not a schema's own. Used at the door of every
 * public decision.
 */
export function parseInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
): Result<z.output<S>, Refusal<"invalid_input">> {
  const chinese = new Map<string, string>();
  const parsed = schema.safeParse(input, {
    error: (issue) => {
      const { en, zh } = inputWords(issue);
      chinese.set(en, zh);
      return en;
    },
  });
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const path = issue === undefined ? "" : issue.path.map(String).join(".");
  const text = issue === undefined ? "is not valid" : issue.message;
  const sentence = (words: string, stop: string) => (path === "" ? asSentence(words) : `${path}: ${words}`) + stop;
  const message = sentence(text, ".");
  const zh = chinese.get(text);
  return {
    ok: false,
    refusal: {
      reason: "invalid_input",
      message,
      ...(path === "" ? {} : { field: path }),
      ...(zh === undefined
        ? {}
        : { details: { said: { en: message, zh: path === "" ? `所填内容${zh}。` : `${path}：${zh}。` } } }),
    },
  };
}

/** A fault of the whole, which has no field to begin with. A schema's own sentence begins with a capital letter. */
function asSentence(words: string): string {
  return /^[a-z]/.test(words) ? `The input ${words}` : words;
}
