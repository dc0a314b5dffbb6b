import { createHash } from "node:crypto";

/** What makes two requests the same: stored beside an idempotency key, so that the key with other input is refused. */
export function inputHash(values: unknown): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("hex");
}
