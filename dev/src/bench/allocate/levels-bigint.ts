// Part of allocate-bigint.ts: kept as it was before the product went over to columns.
import { compareText } from "./order.js";

/** A claimant in whole units. `weight` and `past` say how its share follows the level: level * weight - past. */
export interface LevelParty {
  readonly id: string;
  readonly weight: bigint;
  readonly past: bigint;
  /** The least it gets. */
  readonly low: bigint;
  /** The most it gets: min(cap, available). */
  readonly high: bigint;
}

/** Exact shares over one denominator, and what settled each. */
export interface ExactShares {
  readonly numerators: bigint[];
  readonly denominator: bigint;
  readonly bounds: ("level" | "low" | "high")[];
  /** The level as a fraction, or null when no share follows it. */
  readonly level: { readonly numerator: bigint; readonly denominator: bigint } | null;
}

interface Turn {
  readonly index: number;
  readonly enters: boolean;
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * The one level at which `clamp(level * weight - past, low, high)` sums to `total` (docs: rules, allocation), exact.
 * Needs sum(low) <= total <= sum(high). The sum grows piecewise linearly with the level and turns only where a
 * share leaves its low or meets its high; walking those turns in order finds the piece, hence O(n log n).
 */
export function shareByLevel(parties: readonly LevelParty[], total: bigint): ExactShares {
  let settled = parties.reduce((sum, party) => sum + party.low, 0n);
  const bounds: ("level" | "low" | "high")[] = parties.map(() => "low");
  if (settled === total) return { numerators: parties.map((party) => party.low), denominator: 1n, bounds, level: null };

  let weight = 0n;
  let past = 0n;
  let met: Turn | null = null;
  for (const turn of turnsInOrder(parties)) {
    if (met !== null && compareLevels(turn, met) !== 0) break;
    if (met === null) {
      // The sum at this turn, times its denominator.
      const reached = (settled - past) * turn.denominator + weight * turn.numerator;
      if (reached > total * turn.denominator) break;
      if (reached === total * turn.denominator) met = turn;
    }
    // Exactly at the level: who meets its high here is settled by it, who would only start to rise is not.
    if (met !== null && turn.enters) continue;
    const party = parties[turn.index]!;
    bounds[turn.index] = turn.enters ? "level" : "high";
    if (turn.enters) {
      settled -= party.low;
      weight += party.weight;
      past += party.past;
    } else {
      settled += party.high;
      weight -= party.weight;
      past -= party.past;
    }
  }
  if (weight === 0n) {
    if (settled !== total || met === null) throw new RangeError("shareByLevel: the parties cannot take this total");
    const numerators = parties.map((party, index) => (bounds[index] === "high" ? party.high : party.low));
    return { numerators, denominator: 1n, bounds, level: met };
  }

  const numerator = total - settled + past;
  const numerators = parties.map((party, index) => {
    if (bounds[index] === "low") return party.low * weight;
    if (bounds[index] === "high") return party.high * weight;
    return numerator * party.weight - party.past * weight;
  });
  return { numerators, denominator: weight, bounds, level: { numerator, denominator: weight } };
}

function turnsInOrder(parties: readonly LevelParty[]): Turn[] {
  const turns: Turn[] = [];
  parties.forEach((party, index) => {
    if (party.low >= party.high) return;
    turns.push({ index, enters: true, numerator: party.low + party.past, denominator: party.weight });
    turns.push({ index, enters: false, numerator: party.high + party.past, denominator: party.weight });
  });
  return turns.sort((a, b) => {
    return compareLevels(a, b) || compareText(parties[a.index]!.id, parties[b.index]!.id);
  });
}

function compareLevels(a: Turn, b: Turn): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}
