import { compareText } from "./order";
import { sha256Hex } from "./sha256";

/**
 * Orders ids by sha256(salt + ":" + id) ascending, for `apportion` over few shares: an order nobody can steer and everybody
 * can recompute, so that the odd gram goes round. Allocation has a faster one over columns (`TieKeys`); both give the same.
 */
export function tieOrder(salt: string): (a: string, b: string) => number {
  const keys = new Map<string, string>();
  const keyOf = (id: string): string => {
    const known = keys.get(id) ?? sha256Hex(`${salt}:${id}`);
    keys.set(id, known);
    return known;
  };
  return (a, b) => (a === b ? 0 : compareText(keyOf(a), keyOf(b)));
}
