import type { CheckedGoods } from "./verify-cost";

type Kind = CheckedGoods & { readonly kind: string };
/** What goods cost as one parcel, in what is to be least; Infinity when nothing takes them. */
export type CostOf = (goods_g: number, goods_ml: number, value_minor: number) => number;

/** Sub-baskets looked at, at most. */
const MAX_STATES = 4_096;

/**
 * Whether a small basket can really not be sent for less: all divisions anew, by recursion over what is left to pack. Null
 * when it can't, else what is wrong as a part of a sentence.
 */
export function faultOfExhaustion(kinds: readonly Kind[], bound: number, cost: CostOf): string | null {
  if (kinds.reduce((states, item) => states * (item.count + 1), 1) > MAX_STATES) {
    return "there are too many divisions to look at";
  }
  const known = new Map<string, number>();
  const least = (left: readonly number[]): number => {
    const first = left.findIndex((count) => count > 0);
    if (first < 0) return 0;
    const key = left.join(",");
    const before = known.get(key);
    if (before !== undefined) return before;
    let best = Infinity;
    // One parcel holds a pack of the first kind that is left.
    const fill = (at: number, taken: readonly number[]): void => {
      if (at === left.length) {
        const each = costOfContent(kinds, taken, cost);
        if (each === Infinity) return;
        best = Math.min(best, each + least(left.map((count, index) => count - taken[index]!)));
        return;
      }
      for (let count = at === first ? 1 : 0; count <= left[at]!; count++) fill(at + 1, [...taken, count]);
    };
    fill(0, []);
    known.set(key, best);
    return best;
  };
  const found = least(kinds.map((item) => item.count));
  return found >= bound ? null : `${found} is possible`;
}

function costOfContent(kinds: readonly Kind[], taken: readonly number[], cost: CostOf): number {
  const inside = kinds.filter((_, index) => taken[index]! > 0);
  const mixed = inside.some((item) =>
    inside.some((other) => item.not_with.has(other.kind) || item.temperature !== other.temperature),
  );
  if (mixed) return Infinity;
  const sum = (size: (item: Kind) => number): number =>
    kinds.reduce((total, item, index) => total + size(item) * taken[index]!, 0);
  return cost(
    sum((item) => item.weight_g),
    sum((item) => item.volume_ml),
    sum((item) => item.value_minor),
  );
}
