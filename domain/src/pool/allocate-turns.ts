import { floorOfProduct, restOfProduct } from "../shared/exact";
import type { TieKeys } from "./allocate-keys";
import type { AllocateRule } from "./allocate-types";
import { AVAILABLE, DROPPED, TURN, emptySolution, type Claims, type Solution } from "./allocate-solve";

/**
 * Shares an order that is too small for everybody to give a useful amount of it (docs/adr/0036). It goes round: who is
 * furthest behind gives first, at least `least` units, and what it is behind when that is more, until `total` is filled.
 *
 * Behind is what a household would have given by now, this order included, if every gram had been shared, less what it has
 * given: pro_rata (P + total) * w / W - past, with w = past + available, and P, W the sums; equal and rotation (P + total) / n
 * - past. Promised floors come first. Ties: who has more to give, then the key. Whoever would leave less than `least` to the
 * next gives that too, if it can, and whoever has less than `least` left gives all of it: nothing stays behind as a scrap.
 *
 * Nobody gets ahead by 2 * least, nobody falls behind by least * (1 + 1/2 + ... + 1/n), however many orders there are: the cup
 * game (Dietz and Sleator 1987), in which the fullest cup is emptied each time.
 *
 * Claims are households, in whole units; `total` is at most the sum of their highs. `shares` is what the rule alone would
 * have given each: those left out are told.
 */
export function byTurns(
  claims: Claims,
  total: number,
  least: number,
  rule: AllocateRule,
  keys: TieKeys,
  shares: Float64Array,
): Solution {
  const solution = emptySolution(claims.count);
  let left = total;
  // Again, over those with more to give, when others had less than they were behind.
  while (left > 0) left = oneRound(claims, left, least, rule, keys, solution);
  for (let index = 0; index < claims.count; index++) {
    if (claims.high[index] === 0) solution.bounds[index] = AVAILABLE;
    else if (solution.units[index]! > 0) solution.bounds[index] = TURN;
    else {
      solution.bounds[index] = DROPPED;
      solution.dropped.set(index, shares[index]!);
    }
  }
  return solution;
}

/** Everybody with something left, once; answers what is still to be filled. */
function oneRound(
  claims: Claims,
  total: number,
  least: number,
  rule: AllocateRule,
  keys: TieKeys,
  { units }: Solution,
): number {
  const { behind, rest } = behindOf(claims, units, total, rule);
  const order: number[] = [];
  for (let index = 0; index < claims.count; index++) if (units[index]! < claims.high[index]!) order.push(index);
  const floored = (index: number): number => (claims.low[index]! > units[index]! ? 1 : 0);
  order.sort(
    (a, b) =>
      floored(b) - floored(a) ||
      behind[b]! - behind[a]! ||
      rest[b]! - rest[a]! ||
      claims.available[b]! - claims.available[a]! ||
      keys.compare(a, b),
  );
  let left = total;
  for (const index of order) {
    if (left === 0) break;
    const due = Math.max(least, claims.low[index]! - units[index]!, behind[index]! + (rest[index]! > 0 ? 1 : 0));
    const taken = Math.min(claims.high[index]! - units[index]!, left, left - due < least ? left : due);
    units[index]! += taken;
    left -= taken;
  }
  return left;
}

/** How far each household is behind, in whole units rounded down (negative: ahead), and what that leaves of one unit. */
function behindOf(
  { count, available, high, past }: Claims,
  units: Float64Array,
  total: number,
  rule: AllocateRule,
): { behind: Float64Array; rest: Float64Array } {
  const weightOf = (index: number): number =>
    units[index]! >= high[index]! ? 0 : rule === "pro_rata" ? past[index]! + available[index]! : 1;
  let weights = 0;
  let given = total;
  for (let index = 0; index < count; index++) {
    const weight = weightOf(index);
    weights += weight;
    if (weight > 0) given += past[index]! + units[index]!;
  }
  const behind = new Float64Array(count);
  const rest = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const weight = weightOf(index);
    if (weight === 0) continue;
    const whole = floorOfProduct(given, weight, weights);
    behind[index] = whole - past[index]! - units[index]!;
    rest[index] = restOfProduct(given, weight, weights, whole);
  }
  return { behind, rest };
}
