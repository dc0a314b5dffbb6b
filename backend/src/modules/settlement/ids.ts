import { createHash } from "node:crypto";

export { newId } from "../../lib/ids";
export { inputHash } from "../../lib/input-hash";

/** The id of an account follows from what it is, so that writers need not read it back: they insert it if missing. */
export function accountId(kind: string, party: string, currency: string): string {
  return `account_${createHash("sha256")
    .update(JSON.stringify([kind, party, currency]))
    .digest("hex")
    .slice(0, 32)}`;
}
