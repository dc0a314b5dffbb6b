import { compareProducts, floorOfProduct } from "../shared/exact";

/** Claimants as columns, in whole units; `members` names the rows that count. share = clamp(level * weight - past, low, high). */
export interface LevelColumns {
  readonly members: Int32Array;
  readonly weight: Float64Array;
  readonly past: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A level as a fraction of whole numbers. */
export interface Level {
  readonly numerator: number;
  readonly denominator: number;
}

/** The state of the sum at some level: settled + weight * level - past. */
interface Sums {
  settled: number;
  weight: number;
  past: number;
}

/** Turns of the sum: each member has one where its share leaves its low (even) and one where it meets its high (odd). */
type Turns = Int32Array;

/**
 * The one level at which the shares sum to `total` (docs: rules, allocation), exact; null when the lows alone are the total,
 * so that no share follows a level. Needs sum(low) <= total <= sum(high), and sums below 2^53.
 *
 * The sum grows piecewise linearly with the level and turns where a share leaves its low or meets its high. Bisection over
 * those turns: one pivot a round, the half that cannot hold the level is dropped, its part in the sum kept. O(n) on average.
 */
export function findLevel(columns: LevelColumns, total: number): Level | null {
  const sums: Sums = { settled: 0, weight: 0, past: 0 };
  for (const index of columns.members) sums.settled += columns.low[index]!;
  if (sums.settled === total) return null;

  let turns = turnsOf(columns);
  let upper: Level | null = null;
  let round = 0;
  while (turns.length > 0) {
    const pivot = levelOfTurn(columns, turns[pivotPlace(turns.length, round++)]!);
    const { below, above } = split(columns, turns, pivot, sums);
    const reached = compareSum(below, pivot, total);
    if (reached < 0) {
      Object.assign(sums, below);
      turns = above();
    } else {
      upper = pivot;
      turns = dropFrom(columns, turns, pivot);
    }
  }
  if (upper !== null && compareSum(sums, upper, total) === 0) return upper;
  if (sums.weight === 0) throw new RangeError("findLevel: the members cannot take this total");
  return { numerator: total - sums.settled + sums.past, denominator: sums.weight };
}

/** Compares a share at this level, unclamped, with a bound: level * weight - past against bound. */
export function compareShare(level: Level, weight: number, past: number, bound: number): number {
  return compareProducts(level.numerator, weight, bound + past, level.denominator);
}

function turnsOf({ members, low, high }: LevelColumns): Turns {
  const turns = new Int32Array(members.length * 2);
  let count = 0;
  for (const index of members) {
    if (low[index]! >= high[index]!) continue;
    turns[count++] = index * 2;
    turns[count++] = index * 2 + 1;
  }
  return turns.subarray(0, count);
}

function levelOfTurn({ weight, past, low, high }: LevelColumns, turn: number): Level {
  const index = turn >> 1;
  return {
    numerator: (turn % 2 === 0 ? low[index]! : high[index]!) + past[index]!,
    denominator: weight[index]!,
  };
}

/** A place that no ordering of the input meets on purpose: a fixed stride by the golden ratio. */
function pivotPlace(length: number, round: number): number {
  return Math.floor((((round + 1) * 0.618_033_988_75) % 1) * length);
}

/** The sums with every turn up to and at the pivot passed, and the turns beyond it. */
function split(columns: LevelColumns, turns: Turns, pivot: Level, sums: Sums): { below: Sums; above: () => Turns } {
  const { weight, past, low, high } = columns;
  const below = { ...sums };
  let beyond = 0;
  for (let at = 0; at < turns.length; at++) {
    const turn = turns[at]!;
    const index = turn >> 1;
    if (isBeyond(columns, turn, pivot)) {
      beyond++;
    } else if (turn % 2 === 0) {
      below.settled -= low[index]!;
      below.weight += weight[index]!;
      below.past += past[index]!;
    } else {
      below.settled += high[index]!;
      below.weight -= weight[index]!;
      below.past -= past[index]!;
    }
  }
  const above = (): Turns => {
    const kept = new Int32Array(beyond);
    let count = 0;
    for (let at = 0; at < turns.length; at++) {
      if (isBeyond(columns, turns[at]!, pivot)) kept[count++] = turns[at]!;
    }
    return kept;
  };
  return { below, above };
}

/** The turns strictly before the pivot. */
function dropFrom(columns: LevelColumns, turns: Turns, pivot: Level): Turns {
  let count = 0;
  const kept = new Int32Array(turns.length);
  for (let at = 0; at < turns.length; at++) {
    if (compareTurn(columns, turns[at]!, pivot) < 0) kept[count++] = turns[at]!;
  }
  return kept.subarray(0, count);
}

function isBeyond(columns: LevelColumns, turn: number, pivot: Level): boolean {
  return compareTurn(columns, turn, pivot) > 0;
}

function compareTurn({ weight, past, low, high }: LevelColumns, turn: number, pivot: Level): number {
  const index = turn >> 1;
  const numerator = (turn % 2 === 0 ? low[index]! : high[index]!) + past[index]!;
  return compareProducts(numerator, pivot.denominator, pivot.numerator, weight[index]!);
}

/** Compares the sum at a level with the total: settled + weight * level - past. */
function compareSum(sums: Sums, level: Level, total: number): number {
  const missing = total - sums.settled + sums.past;
  if (missing < 0) return 1;
  return compareProducts(sums.weight, level.numerator, missing, level.denominator);
}

/** The level in whole units, rounded down. */
export function wholeLevel(level: Level, unit_g: number): number {
  return floorOfProduct(level.numerator, unit_g, level.denominator);
}
