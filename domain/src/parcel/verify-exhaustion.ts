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
  const states = kinds.reduce((product, item) => product * (item.count + 1), 1);
  if (states > MAX_STATES) return "there are too many divisions to look at";
  const all = kinds.map((item) => item.count);
  const contents = contentsOf(kinds, cost);
  // From nothing packed to all packed: reach every sub-basket at its least cost, one parcel more at a time. The next parcel holds
  // a pack of the first kind that is not all packed yet.
  const least = new Map<string, { packed: readonly number[]; cost: number }>();
  least.set(all.map(() => 0).join(), { packed: all.map(() => 0), cost: 0 });
  for (const reached of inOrderOf(all)) {
    const from = least.get(reached.join());
    if (from === undefined) continue;
    const first = reached.findIndex((count, at) => count < all[at]!);
    if (first < 0) return from.cost >= bound ? null : `${from.cost} is possible`;
    for (const content of contents[first]!) {
      if (content.packs.some((count, at) => count + reached[at]! > all[at]!)) continue;
      const packed = content.packs.map((count, at) => count + reached[at]!);
      const key = packed.join();
      const sum = from.cost + content.cost;
      const known = least.get(key);
      if (known === undefined || sum < known.cost) least.set(key, { packed, cost: sum });
    }
  }
  return "no division was found at all";
}

/** All that one parcel may hold, by each kind that it holds some of, with what it costs. */
function contentsOf(kinds: readonly Kind[], cost: CostOf): { packs: readonly number[]; cost: number }[][] {
  const found: { packs: readonly number[]; cost: number }[][] = kinds.map(() => []);
  for (const packs of inOrderOf(kinds.map((item) => item.count))) {
    const each = packs.some((count) => count > 0) ? costOfContent(kinds, packs, cost) : Infinity;
    if (each === Infinity) continue;
    packs.forEach((count, at) => {
      if (count > 0) found[at]!.push({ packs, cost: each });
    });
  }
  return found;
}

/** Every sub-basket, so that what it grows from comes before it: the last kind counts fastest. */
function inOrderOf(all: readonly number[]): number[][] {
  return all.reduce<number[][]>(
    (found, most) => found.flatMap((start) => Array.from({ length: most + 1 }, (_, count) => [...start, count])),
    [[]],
  );
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
