import { createHash } from "node:crypto";

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Ties by sha256(salt + ":" + id), by the platform's own implementation. */
export function tieOrder(salt: string): (a: string, b: string) => number {
  const keys = new Map<string, string>();
  const keyOf = (id: string): string => {
    let key = keys.get(id);
    if (key === undefined) {
      key = createHash("sha256").update(`${salt}:${id}`, "utf8").digest("hex");
      keys.set(id, key);
    }
    return key;
  };
  return (a, b) => (a === b ? 0 : compareText(keyOf(a), keyOf(b)));
}
