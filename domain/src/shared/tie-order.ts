import { compareText } from "./order";
import { sha256Hex } from "./sha256";

/**
 * Orders ids by sha256(salt + ":" + id) ascending: an order nobody can steer and everybody can recompute. With the document's
 * id as salt, the odd gram goes round instead of always to the first in the alphabet. For `apportion`; keys are computed only
 * when two ids are compared, since ties are rare. Allocation over a million lots has its own (pool/allocate-keys).
 */
export function tieOrder(salt: string): (a: string, b: string) => number {
  const keys = new Map<string, string>();
  const keyOf = (id: string): string => {
    let key = keys.get(id);
    if (key === undefined) {
      key = sha256Hex(`${salt}:${id}`);
      keys.set(id, key);
    }
    return key;
  };
  return (a, b) => (a === b ? 0 : compareText(keyOf(a), keyOf(b)));
}
