// Part of allocate-bigint.ts: kept as it was before the product went over to columns.
import type { AllocateRule, ShareBound } from "@commonlot/domain";
import { shareByLevel } from "./levels-bigint.js";
import { roundToSum } from "./round-bigint.js";

/** A claimant in whole units (grams or packs). */
export interface Claim {
  readonly id: string;
  readonly available: bigint;
  readonly past: bigint;
  /** Its floor, never above `high`. */
  readonly low: bigint;
  /** The most it may give: min(cap, available). */
  readonly high: bigint;
}

/** Shares in the order of the claims. */
export interface Solution {
  units: bigint[];
  /** Exact shares, floored. */
  floors: bigint[];
  remainders_ppm: number[];
  raised: Set<number>;
  bounds: ShareBound[];
  /** Index -> the share that was under the minimum take. */
  dropped: Map<number, bigint>;
  level: { readonly numerator: bigint; readonly denominator: bigint } | null;
}

type CompareKeys = (a: string, b: string) => number;

/**
 * Shares `total` units among the claims by the rule; `total` must be at most the sum of their highs. Drops the
 * smallest share under `min_take_g` and solves again, as long as the others can carry the total.
 */
export function solve(
  claims: readonly Claim[],
  total: bigint,
  rule: AllocateRule,
  min_take_g: bigint,
  unit_g: bigint,
  compareKeys: CompareKeys,
): Solution {
  const dropped = new Map<number, bigint>();
  let kept = claims.map((_, index) => index);
  let carry = claims.reduce((sum, claim) => sum + claim.high, 0n);
  for (;;) {
    const part = solveOnce(
      kept.map((index) => claims[index]!),
      total,
      rule,
      compareKeys,
    );
    const smallest = smallestPositive(kept, claims, part.units, compareKeys);
    if (smallest === null || smallest.units * unit_g >= min_take_g || carry - claims[smallest.index]!.high < total) {
      return spread(claims.length, kept, part, dropped);
    }
    dropped.set(smallest.index, smallest.units);
    carry -= claims[smallest.index]!.high;
    kept = kept.filter((index) => index !== smallest.index);
  }
}

interface Part {
  units: bigint[];
  floors: bigint[];
  remainders_ppm: number[];
  raised: ReadonlySet<number>;
  bounds: ShareBound[];
  level: Solution["level"];
}

function solveOnce(claims: readonly Claim[], total: bigint, rule: AllocateRule, compareKeys: CompareKeys): Part {
  if (rule === "fefo") return takeInOrder(claims, total);
  if (rule === "pro_rata" && claims.every((claim) => claim.low === 0n && claim.high === claim.available)) {
    return byAvailable(claims, total, compareKeys);
  }
  const lows = claims.map((claim) => claim.low);
  const sumOfLows = lows.reduce((sum, low) => sum + low, 0n);
  if (sumOfLows > total) return byFloors(claims, lows, sumOfLows, total, compareKeys);

  const exact = shareByLevel(
    claims.map((claim) => ({
      id: claim.id,
      // pro_rata: level * available. equal: level. rotation: level - past.
      weight: rule === "pro_rata" ? claim.available : 1n,
      past: rule === "rotation" ? claim.past : 0n,
      low: claim.low,
      high: claim.high,
    })),
    total,
  );
  const bounds = exact.bounds.map((bound, index): ShareBound => {
    const claim = claims[index]!;
    if (bound === "level") return "level";
    if (bound === "low") return claim.low > 0n ? "floor" : claim.available === 0n ? "available" : "none";
    return claim.high < claim.available ? "cap" : "available";
  });
  return { ...rounded(claims, exact.numerators, exact.denominator, total, compareKeys), bounds, level: exact.level };
}

/** Nothing clamps, so the level is total / sum(available): no need to look for it. */
function byAvailable(claims: readonly Claim[], total: bigint, compareKeys: CompareKeys): Part {
  const sum = claims.reduce((all, claim) => all + claim.available, 0n);
  const numerators = claims.map((claim) => claim.available * total);
  const bounds = claims.map((claim): ShareBound => (claim.available === 0n ? "available" : "level"));
  // With nothing on offer the total is 0 too, and any denominator will do.
  return { ...rounded(claims, numerators, sum === 0n ? 1n : sum, total, compareKeys), bounds, level: null };
}

function byFloors(
  claims: readonly Claim[],
  lows: readonly bigint[],
  sumOfLows: bigint,
  total: bigint,
  compareKeys: CompareKeys,
): Part {
  const numerators = lows.map((low) => low * total);
  const bounds = lows.map((low): ShareBound => (low > 0n ? "floor" : "none"));
  return { ...rounded(claims, numerators, sumOfLows, total, compareKeys), bounds, level: null };
}

function rounded(
  claims: readonly Claim[],
  numerators: readonly bigint[],
  denominator: bigint,
  total: bigint,
  compareKeys: CompareKeys,
): Omit<Part, "bounds" | "level"> {
  const keys = claims.map((claim) => claim.id);
  const { units, remainders, raised } = roundToSum(numerators, denominator, total, keys, compareKeys);
  return {
    units,
    floors: units.map((unit, index) => (raised.has(index) ? unit - 1n : unit)),
    remainders_ppm: remainders.map((rest) => Number((rest * 1_000_000n) / denominator)),
    raised,
  };
}

/** The claims come in order of expiry; each is taken whole until the total is reached. */
function takeInOrder(claims: readonly Claim[], total: bigint): Part {
  let left = total;
  const bounds: ShareBound[] = [];
  const units = claims.map((claim) => {
    const taken = claim.available < left ? claim.available : left;
    left -= taken;
    bounds.push(taken === claim.available ? "available" : taken > 0n ? "last" : "none");
    return taken;
  });
  return { units, floors: units, remainders_ppm: units.map(() => 0), raised: new Set(), bounds, level: null };
}

function smallestPositive(
  kept: readonly number[],
  claims: readonly Claim[],
  units: readonly bigint[],
  compareKeys: CompareKeys,
): { index: number; units: bigint } | null {
  let best: { index: number; units: bigint } | null = null;
  kept.forEach((index, position) => {
    const share = units[position]!;
    if (share === 0n) return;
    const isSmaller =
      best === null ||
      share < best.units ||
      (share === best.units && compareKeys(claims[index]!.id, claims[best.index]!.id) < 0);
    if (isSmaller) best = { index, units: share };
  });
  return best;
}

/** Puts the shares of the kept claims back at their places among all claims. */
function spread(length: number, kept: readonly number[], part: Part, dropped: Map<number, bigint>): Solution {
  const solution: Solution = {
    units: Array.from({ length }, () => 0n),
    floors: Array.from({ length }, () => 0n),
    remainders_ppm: Array.from({ length }, () => 0),
    raised: new Set(),
    bounds: Array.from({ length }, (): ShareBound => "dropped"),
    dropped,
    level: part.level,
  };
  kept.forEach((index, position) => {
    solution.units[index] = part.units[position]!;
    solution.floors[index] = part.floors[position]!;
    solution.remainders_ppm[index] = part.remainders_ppm[position]!;
    solution.bounds[index] = part.bounds[position]!;
    if (part.raised.has(position)) solution.raised.add(index);
  });
  return solution;
}
