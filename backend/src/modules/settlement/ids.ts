import { createHash } from "node:crypto";

export { newId } from "../../lib/ids";

/** The id of an account follows from what it is, so that writers need not read it back: they insert it if missing. */
export function accountId(kind: string, party: string, currency: string): string {
  return `account_${createHash("sha256")
    .update(JSON.stringify([kind, party, currency]))
    .digest("hex")
    .slice(0, 32)}`;
}

/** Hash of an input, to tell a replay (same) from a second, different request under the same key. Bigints as digits. */
export function inputHash(input: unknown): string {
  const text = JSON.stringify(input, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  return createHash("sha256").update(text).digest("hex");
}
