import { compareText } from "../shared/order";
import { sha256Hex } from "../shared/sha256";

/**
 * Orders ids by sha256(salt + ":" + id) ascending: a lot nobody can steer and everybody can recompute. With the
 * order's id as salt, the odd gram goes round instead of always to the first in the alphabet. Keys are computed only
 * when two ids are compared, since ties are rare.
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
