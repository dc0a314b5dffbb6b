import { floorOfProduct, restOfProduct } from "../shared/exact";
import type { TieKeys } from "./allocate-keys";
import { NO_DATE, type AllocateRule, type ShareBound } from "./allocate-types";
import { raiseLargest } from "./largest-remainders";
import { compareShare, findLevel, type Level } from "./levels";

/** What settled a share, as a small number in a column; the names in the order of the numbers. */
export const BOUND_NAMES: readonly ShareBound[] = [
  "level",
  "floor",
  "cap",
  "available",
  "last",
  "none",
  "dropped",
  "turn",
];
const LEVEL = 0;
const FLOOR = 1;
const CAP = 2;
export const AVAILABLE = 3;
const LAST = 4;
const NONE = 5;
export const DROPPED = 6;
export const TURN = 7;

/** Products below this leave room for one more unit below 2^53. */
const PLAIN_PRODUCT = 2 ** 52;
/**
 * Dropping shares under the minimum solves anew for each one dropped; claimants looked at in all, at most. About half a
 * minute: an order that asks for more has a minimum that does not fit it.
 */
export const MAX_DROP_WORK = 2_000_000_000;

/** The claimants as columns, in whole units (grams or packs). */
export interface Claims {
  readonly count: number;
  readonly available: Float64Array;
  readonly past: Float64Array;
  /** The floor, never above `high`. */
  readonly low: Float64Array;
  /** The most it may give: min(cap, available). */
  readonly high: Float64Array;
  /** By lot: the day each is best before; fefo goes by it. */
  readonly day: Int32Array;
}

/** Shares as columns, in the rows of the claims. */
export interface Solution {
  readonly units: Float64Array;
  /** What was cut off each exact share to make it whole, over `denominator`. */
  readonly remainders: Float64Array;
  denominator: number;
  /** 1: one unit was added for the remainder. */
  readonly raised: Uint8Array;
  readonly bounds: Uint8Array;
  /** Row -> the share that was under the minimum take. */
  readonly dropped: Map<number, number>;
  level: Level | null;
}

/**
 * Shares `total` units among the claims by the rule; `total` must be at most the sum of their highs. Drops the smallest
 * share under `min_units` and solves again, as long as the others can carry the total. Null: that would take too long.
 */
export function solve(
  claims: Claims,
  total: number,
  rule: AllocateRule,
  min_units: number,
  keys: TieKeys,
): Solution | null {
  const solution = emptySolution(claims.count);
  let members: Int32Array = new Int32Array(claims.count);
  for (let index = 0; index < claims.count; index++) members[index] = index;
  let carry = sumOf(members, claims.high);
  let work = 0;
  for (;;) {
    solveOnce(claims, members, total, rule, keys, solution);
    if (min_units <= 1) return solution;
    const place = smallestPositive(members, solution.units, keys);
    const smallest = place === null ? 0 : members[place]!;
    if (place === null || solution.units[smallest]! >= min_units || carry - claims.high[smallest]! < total) {
      return solution;
    }
    work += members.length;
    if (work > MAX_DROP_WORK) return null;
    solution.dropped.set(smallest, solution.units[smallest]!);
    solution.units[smallest] = 0;
    solution.remainders[smallest] = 0;
    solution.raised[smallest] = 0;
    solution.bounds[smallest] = DROPPED;
    carry -= claims.high[smallest]!;
    members.copyWithin(place, place + 1);
    members = members.subarray(0, members.length - 1);
  }
}

export function emptySolution(count: number): Solution {
  return {
    units: new Float64Array(count),
    remainders: new Float64Array(count),
    denominator: 1,
    raised: new Uint8Array(count),
    bounds: new Uint8Array(count),
    dropped: new Map(),
    level: null,
  };
}

function solveOnce(
  claims: Claims,
  members: Int32Array,
  total: number,
  rule: AllocateRule,
  keys: TieKeys,
  solution: Solution,
): void {
  const { units, remainders, raised, bounds } = solution;
  for (let at = 0; at < members.length; at++) raised[members[at]!] = 0;
  solution.level = null;
  solution.denominator = 1;
  if (rule === "fefo") {
    takeInOrder(claims, members, total, keys, solution);
    return;
  }
  if (rule === "pro_rata" && isUnbound(claims, members)) {
    // Nothing clamps, so the level is total / sum(available): no need to look for it.
    markPositive(members, claims.available, bounds, LEVEL, AVAILABLE);
    follow(members, claims.available, total, sumOf(members, claims.available), total, keys, solution);
    return;
  }
  const floors = sumOf(members, claims.low);
  if (floors > total) {
    markPositive(members, claims.low, bounds, FLOOR, NONE);
    follow(members, claims.low, total, floors, total, keys, solution);
    return;
  }
  const columns = {
    members,
    weight: rule === "pro_rata" ? claims.available : new Float64Array(claims.count).fill(1),
    past: rule === "rotation" ? claims.past : new Float64Array(claims.count),
    low: claims.low,
    high: claims.high,
  };
  const level = findLevel(columns, total);
  const room = new Int32Array(members.length);
  let count = 0;
  let rest = total;
  for (let at = 0; at < members.length; at++) {
    const index = members[at]!;
    const bound = boundAt(claims, columns, level, index);
    bounds[index] = bound;
    if (bound === LEVEL) {
      room[count++] = index;
      continue;
    }
    units[index] = bound === CAP || bound === AVAILABLE ? claims.high[index]! : claims.low[index]!;
    remainders[index] = 0;
    rest -= units[index];
  }
  const rising = room.subarray(0, count);
  solution.level = level;
  if (level === null || rising.length === 0) return;
  // The level once more, over the weight of those that follow it, so that all remainders have one denominator.
  const numerator = rest + sumOf(rising, columns.past);
  const denominator = sumOf(rising, columns.weight);
  solution.level = { numerator, denominator };
  follow(rising, columns.weight, numerator, denominator, rest, keys, solution, columns.past);
}

/** Exact shares numerator * weight / denominator - past, floored; the units left over go to the largest remainders. */
function follow(
  members: Int32Array,
  weight: Float64Array,
  numerator: number,
  denominator: number,
  total: number,
  keys: TieKeys,
  solution: Solution,
  past?: Float64Array,
): void {
  const { units, remainders, raised } = solution;
  // With nothing on offer the total is 0 too, and any denominator will do.
  const divisor = denominator === 0 ? 1 : denominator;
  solution.denominator = divisor;
  let left = total;
  for (let at = 0; at < members.length; at++) {
    const index = members[at]!;
    const product = numerator * weight[index]!;
    let whole: number;
    if (product < PLAIN_PRODUCT) {
      whole = Math.floor(product / divisor);
      remainders[index] = product - whole * divisor;
    } else {
      whole = floorOfProduct(numerator, weight[index]!, divisor);
      remainders[index] = restOfProduct(numerator, weight[index]!, divisor, whole);
    }
    if (past !== undefined) whole -= past[index]!;
    units[index] = whole;
    left -= whole;
  }
  raiseLargest(members, remainders, divisor, left, keys, raised);
  for (let at = 0; at < members.length; at++) units[members[at]!]! += raised[members[at]!]!;
}

function boundAt(
  claims: Claims,
  { weight, past }: { weight: Float64Array; past: Float64Array },
  level: Level | null,
  index: number,
): number {
  const low = claims.low[index]!;
  const high = claims.high[index]!;
  if (level !== null && low < high) {
    if (compareShare(level, weight[index]!, past[index]!, high) >= 0) {
      return high < claims.available[index]! ? CAP : AVAILABLE;
    }
    if (compareShare(level, weight[index]!, past[index]!, low) > 0) return LEVEL;
  }
  return low > 0 ? FLOOR : claims.available[index] === 0 ? AVAILABLE : NONE;
}

/**
 * First expired first: a sum for each day finds the day in which the order is filled; before it all is taken, after it
 * nothing, and only that day's lots are put in the order of their keys. O(n), a counting sort on days.
 */
function takeInOrder(claims: Claims, members: Int32Array, total: number, keys: TieKeys, solution: Solution): void {
  const { available, day } = claims;
  let first = NO_DATE;
  let last = -NO_DATE;
  for (const index of members) {
    if (day[index] === NO_DATE) continue;
    if (day[index]! < first) first = day[index]!;
    if (day[index]! > last) last = day[index]!;
  }
  const days = Math.max(0, last - first + 1);
  const placeOf = (index: number): number => (day[index] === NO_DATE ? days : day[index]! - first);
  const sums = new Float64Array(days + 1);
  for (const index of members) sums[placeOf(index)]! += available[index]!;
  let left = total;
  let edge = 0;
  while (edge <= days && sums[edge]! <= left) left -= sums[edge++]!;

  const atEdge: number[] = [];
  for (const index of members) {
    const place = placeOf(index);
    if (place === edge && available[index]! > 0) atEdge.push(index);
    settle(index, place < edge ? available[index]! : 0, claims, solution);
  }
  if (left === 0) return;
  for (const index of keys.sorted(atEdge)) {
    const taken = Math.min(available[index]!, left);
    left -= taken;
    settle(index, taken, claims, solution);
  }
}

function settle(index: number, taken: number, { available }: Claims, { units, remainders, bounds }: Solution): void {
  units[index] = taken;
  remainders[index] = 0;
  bounds[index] = taken === available[index] ? AVAILABLE : taken > 0 ? LAST : NONE;
}

/** The place, in `members`, of the smallest share that is one; ties by key. */
function smallestPositive(members: Int32Array, units: Float64Array, keys: TieKeys): number | null {
  let best: number | null = null;
  let least = Infinity;
  for (let at = 0; at < members.length; at++) {
    const share = units[members[at]!]!;
    if (share === 0 || share > least) continue;
    if (best !== null && share === least && keys.compare(members[at]!, members[best]!) > 0) continue;
    best = at;
    least = share;
  }
  return best;
}

function sumOf(members: Int32Array, column: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < members.length; at++) sum += column[members[at]!]!;
  return sum;
}

function isUnbound({ low, high, available }: Claims, members: Int32Array): boolean {
  for (let at = 0; at < members.length; at++) {
    const index = members[at]!;
    if (low[index] !== 0 || high[index] !== available[index]) return false;
  }
  return true;
}

function markPositive(members: Int32Array, column: Float64Array, bounds: Uint8Array, yes: number, no: number): void {
  for (let at = 0; at < members.length; at++) bounds[members[at]!] = column[members[at]!]! > 0 ? yes : no;
}
