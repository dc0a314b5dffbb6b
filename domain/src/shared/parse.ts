import type { z } from "zod";
import { ok, refuse, type Refusal, type Result } from "./result";

/**
 * Parses untrusted input by a schema and says the first fault as a sentence with its path
 * ("lots.3.available_g: expected int, received number"). Used at the door of every public decision.
 */
export function parseInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
): Result<z.output<S>, Refusal<"invalid_input">> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const path = issue === undefined ? "" : issue.path.map(String).join(".");
  const text = issue === undefined ? "The input is not valid" : issue.message;
  return refuse("invalid_input", `${path === "" ? text : `${path}: ${text}`}.`, path === "" ? undefined : path);
}
