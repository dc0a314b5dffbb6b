import { expect } from "vitest";
import type { Result } from "../src/shared/result";

/** The value of a result that must have been accepted. */
export function valueOf<T>(result: Result<T, { reason: string; message: string }>): T {
  if (!result.ok) throw new Error(`refused: ${result.refusal.reason}: ${result.refusal.message}`);
  return result.value;
}

/** The reason of a result that must have been refused; checks that the refusal is a sentence. */
export function reasonOf(result: Result<unknown, { reason: string; message: string }>): string {
  if (result.ok) throw new Error("expected a refusal");
  expect(result.refusal.message).toMatch(/\S.*\.$/);
  return result.refusal.reason;
}

/** A shuffled copy, by fast-check's numbers, so that a failure can be repeated. */
export function shuffled<T>(items: readonly T[], keys: readonly number[]): T[] {
  return items
    .map((item, index) => ({ item, key: keys[index % keys.length] ?? 0, index }))
    .sort((a, b) => a.key - b.key || b.index - a.index)
    .map(({ item }) => item);
}
