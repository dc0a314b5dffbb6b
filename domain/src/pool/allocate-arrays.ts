import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { TieKeys } from "./allocate-keys";
import { byTurns } from "./allocate-turns";
import { solve, type Claims, type Solution } from "./allocate-solve";
import type { AllocateRule } from "./allocate-types";
import { wholeLevel } from "./levels";

/** An allocation as columns: one row a lot, one a household. Weights in whole grams, each below 2^53. */
export interface AllocateArrays {
  readonly grams: number;
  readonly rule: AllocateRule;
  readonly salt: string;
  readonly cap_g?: number | undefined;
  readonly min_take_g?: number | undefined;
  readonly turn_g?: number | undefined;
  readonly pack_g?: number | undefined;
  readonly lots: {
    readonly count: number;
    readonly available_g: Float64Array;
    /** Days since 1970, or `NO_DATE`. */
    readonly best_before_day: Int32Array;
    /** The row of each lot's household. */
    readonly household: Int32Array;
    /** Asked for ties only. */
    readonly idOf: (row: number) => string;
  };
  readonly households: {
    readonly count: number;
    readonly floor_g: Float64Array;
    readonly past_g: Float64Array;
    readonly idOf: (row: number) => string;
  };
}

/** Shares of the lots, and of the claimants behind them, which are the lots themselves or the households. */
export interface ShareArrays {
  /** By lot. */
  readonly lot_g: Float64Array;
  readonly given_g: number;
  readonly short_g: number;
  readonly by: "lot" | "household";
  readonly level_g: number | null;
  /** In units: grams or, with `pack_g`, packs. */
  readonly claims: Claims;
  readonly solution: Solution;
}

export type AllocateArraysRefusal = Refusal<"grams_not_whole_packs" | "too_much_to_count" | "minimum_take_too_high">;

/**
 * The fairness rules over columns (docs: rules, allocation; said rule by rule at `allocate`). Exact, and independent of the
 * order of the rows. O(n) on average, times one solve for each claimant dropped by `min_take_g`; turns sort the
 * households. Refuses `grams` that is not whole packs, sums of 2^53 grams or more, and a minimum take that would drop shares for half a minute.
 */
export function allocateArrays(input: AllocateArrays): Result<ShareArrays, AllocateArraysRefusal> {
  const { grams, rule, lots, households } = input;
  const pack_g = input.pack_g ?? 1;
  if (grams % pack_g !== 0) {
    return refuse("grams_not_whole_packs", `${grams} g is not a whole number of packs of ${pack_g} g.`, "grams");
  }
  const by = countsByLot(input) ? "lot" : "household";
  const available = inUnits(lots.available_g, pack_g);
  const least = packsAtLeast(input.turn_g ?? 0, pack_g);
  const claims = by === "lot" ? lotClaims(input, available) : householdClaims(input, available, pack_g);
  if (
    sum(claims.available) + (rule === "rotation" || least > 0 ? sum(inUnits(households.past_g, pack_g)) : 0) >
    Number.MAX_SAFE_INTEGER
  ) {
    const message = "The lots hold more than can be counted exactly: 9 billion tonnes. Check the weights.";
    return refuse("too_much_to_count", message, "lots");
  }
  const keys =
    by === "lot"
      ? new TieKeys(input.salt, lots.count, lots.idOf)
      : new TieKeys(input.salt, households.count, households.idOf);
  const total = Math.min(grams / pack_g, sum(claims.high));
  const solution = solve(claims, total, rule, packsAtLeast(input.min_take_g ?? 0, pack_g), keys);
  if (solution !== null && rule !== "fefo" && least > 0) {
    const shares = by === "household" ? solution.units : byHousehold(input, solution.units);
    if (isUnder(solution.units, least) || (pack_g > 1 && isLeftOut(input, available, shares))) {
      return ok(shareByTurns(input, available, total, least, shares));
    }
  }
  if (solution === null) {
    const message = "The minimum take would leave out too many lots, one by one. Take a smaller minimum.";
    return refuse("minimum_take_too_high", message, "min_take_g");
  }
  const units = by === "lot" ? solution.units : spreadOverLots(input, available, claims.available, solution.units);
  return ok({
    lot_g: pack_g === 1 ? units : units.map((unit) => unit * pack_g),
    given_g: total * pack_g,
    short_g: grams - total * pack_g,
    by,
    level_g: rule === "pro_rata" || solution.level === null ? null : wholeLevel(solution.level, pack_g),
    claims,
    solution,
  });
}

/** It is each household's turn, not each lot's: splitting a harvest into many lots brings it round no faster. */
function shareByTurns(
  input: AllocateArrays,
  available: Float64Array,
  total: number,
  least: number,
  shares: Float64Array,
): ShareArrays {
  const { grams, rule, households } = input;
  const pack_g = input.pack_g ?? 1;
  const claims = householdClaims(input, available, pack_g);
  const keys = new TieKeys(input.salt, households.count, households.idOf);
  const solution = byTurns(claims, total, least, rule, keys, shares);
  const units = spreadOverLots(input, available, claims.available, solution.units);
  return {
    lot_g: pack_g === 1 ? units : units.map((unit) => unit * pack_g),
    given_g: total * pack_g,
    short_g: grams - total * pack_g,
    by: "household",
    level_g: null,
    claims,
    solution,
  };
}

/** Somebody would give something, and less than `least`. */
function isUnder(units: Float64Array, least: number): boolean {
  if (least <= 1) return false;
  for (let at = 0; at < units.length; at++) if (units[at]! > 0 && units[at]! < least) return true;
  return false;
}

/**
 * Goods in packs: somebody has a pack to give and gives none, since its share is less than one. Order after order the largest would
 * give, and who brought little would sell last; rotation has its own memory of that.
 */
function isLeftOut({ rule, lots, households }: AllocateArrays, available: Float64Array, shares: Float64Array): boolean {
  if (rule === "rotation" || isZero(shares)) return false;
  const there = byHousehold({ lots, households }, available);
  for (let at = 0; at < there.length; at++) if (there[at]! > 0 && shares[at] === 0) return true;
  return false;
}

function byHousehold({ lots, households }: Pick<AllocateArrays, "lots" | "households">, units: Float64Array) {
  const sums = new Float64Array(households.count);
  for (let row = 0; row < lots.count; row++) sums[lots.household[row]!]! += units[row]!;
  return sums;
}

/** Who counts: splitting a harvest into many lots wins nothing where a cap, a floor or a level is each household's. */
function countsByLot({ rule, cap_g, households }: AllocateArrays): boolean {
  if (rule === "fefo") return true;
  return rule === "pro_rata" && cap_g === undefined && isZero(households.floor_g);
}

function lotClaims({ lots }: AllocateArrays, available: Float64Array): Claims {
  const nothing = new Float64Array(lots.count);
  return { count: lots.count, available, past: nothing, low: nothing, high: available, day: lots.best_before_day };
}

function householdClaims({ lots, households, cap_g }: AllocateArrays, units: Float64Array, pack_g: number): Claims {
  const { count } = households;
  const available = byHousehold({ lots, households }, units);
  const cap = cap_g === undefined ? Infinity : (cap_g - (cap_g % pack_g)) / pack_g;
  const high = cap === Infinity ? available : available.map((most) => Math.min(most, cap));
  // The cap and what there is are hard; a floor yields to them.
  const low = inUnits(households.floor_g, pack_g).map((floor, row) => Math.min(floor, high[row]!));
  return { count, available, past: inUnits(households.past_g, pack_g), low, high, day: new Int32Array(0) };
}

/** Inside a household: first expired first, ties by the lot's key. */
function spreadOverLots(
  { lots, households, salt }: AllocateArrays,
  available: Float64Array,
  all: Float64Array,
  shares: Float64Array,
): Float64Array {
  const starts = new Int32Array(households.count + 1);
  for (let row = 0; row < lots.count; row++) starts[lots.household[row]! + 1]!++;
  for (let at = 0; at < households.count; at++) starts[at + 1]! += starts[at]!;
  const next = starts.slice();
  const rows = new Int32Array(lots.count);
  for (let row = 0; row < lots.count; row++) rows[next[lots.household[row]!]!++] = row;

  const keys = new TieKeys(salt, lots.count, lots.idOf);
  const { best_before_day: day } = lots;
  const units = new Float64Array(lots.count);
  for (let household = 0; household < households.count; household++) {
    let left = shares[household]!;
    if (left === 0) continue;
    const own = rows.subarray(starts[household], starts[household + 1]);
    if (own.length > 1 && left < all[household]!) own.sort((a, b) => day[a]! - day[b]! || keys.compare(a, b));
    for (const row of own) {
      const taken = Math.min(available[row]!, left);
      units[row] = taken;
      left -= taken;
    }
    if (left !== 0) throw new Error(`allocate: ${households.idOf(household)} was given more than its lots hold`);
  }
  return units;
}

/** Whole packs, rounded down. `x - x % pack` is exact where a quotient might round up. */
function inUnits(grams: Float64Array, pack_g: number): Float64Array {
  return pack_g === 1 ? grams : grams.map((weight) => (weight - (weight % pack_g)) / pack_g);
}

function isZero(column: Float64Array): boolean {
  for (let at = 0; at < column.length; at++) if (column[at] !== 0) return false;
  return true;
}

function packsAtLeast(grams: number, pack_g: number): number {
  const rest = grams % pack_g;
  return (grams - rest) / pack_g + (rest > 0 ? 1 : 0);
}

function sum(column: Float64Array): number {
  let all = 0;
  for (let at = 0; at < column.length; at++) all += column[at]!;
  return all;
}
