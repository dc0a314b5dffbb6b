import { createHash } from "node:crypto";

/** What makes two requests the same: stored beside an idempotency key, so that the key with other input is refused. Bigints as digits. */
export function inputHash(values: unknown): string {
  const text = JSON.stringify(values, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  return createHash("sha256").update(text).digest("hex");
}
