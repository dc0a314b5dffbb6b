import type { TieKeys } from "./allocate-keys";

/** Enough buckets that the one at the edge holds few; little enough to stay in the cache. */
const BUCKETS = 65_536;

/**
 * The `count` largest positive remainders among those of `members`, ties by key: marks each in `raised`. Remainders are
 * whole numbers below `denominator`, by index. A radix histogram finds the edge, so only the bucket at the edge is looked
 * at closer, and only true ties there have their keys computed: O(n), where a sort would be O(n log n).
 */
export function raiseLargest(
  members: Int32Array,
  remainders: Float64Array,
  denominator: number,
  count: number,
  keys: TieKeys,
  raised: Uint8Array,
): void {
  if (count === 0) return;
  const scale = BUCKETS / denominator;
  const histogram = new Int32Array(BUCKETS);
  for (let at = 0; at < members.length; at++) {
    const remainder = remainders[members[at]!]!;
    if (remainder > 0) histogram[bucketOf(remainder, scale)]!++;
  }
  let edge = BUCKETS - 1;
  let above = 0;
  while (edge > 0 && above + histogram[edge]! < count) above += histogram[edge--]!;

  const atEdge = new Int32Array(histogram[edge]!);
  let found = 0;
  for (let at = 0; at < members.length; at++) {
    const index = members[at]!;
    const remainder = remainders[index]!;
    if (remainder <= 0) continue;
    const bucket = bucketOf(remainder, scale);
    if (bucket > edge) raised[index] = 1;
    else if (bucket === edge) atEdge[found++] = index;
  }
  if (found < count - above) throw new RangeError("raiseLargest: there are fewer remainders than units left over");
  raiseAtEdge(atEdge, remainders, count - above, keys, raised);
}

function raiseAtEdge(
  indices: Int32Array,
  remainders: Float64Array,
  count: number,
  keys: TieKeys,
  raised: Uint8Array,
): void {
  const sorted = Float64Array.from(indices, (index) => remainders[index]!).sort();
  const last = sorted[sorted.length - count]!;
  const tied: number[] = [];
  let left = count;
  for (const index of indices) {
    if (remainders[index]! > last) {
      raised[index] = 1;
      left--;
    } else if (remainders[index]! === last) tied.push(index);
  }
  for (const index of keys.first(tied, left)) raised[index] = 1;
}

/** Grows with the remainder, so buckets never mix up the order; rounding may push the very largest over the end. */
function bucketOf(remainder: number, scale: number): number {
  const bucket = Math.floor(remainder * scale);
  return bucket < BUCKETS ? bucket : BUCKETS - 1;
}
