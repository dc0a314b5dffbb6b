import type { Goods } from "./load/goods";

/** Sub-baskets up to which a mixed basket is solved exactly: some milliseconds. */
export const MAX_EXACT_STATES = 4_096;
/** Parcels of so small a basket at most, so that cost and parcels are one number; a parcel costs less than 2^40. */
const PARCELS = 4_096;

/** Parcels of equal content: packs of each kind, in the order of the kinds. */
export interface SmallFilling {
  readonly counts: readonly number[];
  readonly parcels: number;
}

export function statesOf(counts: readonly number[]): number {
  return counts.reduce((product, count) => product * (count + 1), 1);
}

/**
 * The cheapest parcels, then the fewest, for every basket of some kinds up to `most` packs of each: dynamic programming over all
 * sub-baskets, numbered in mixed radix. Exact. One table serves all addressees who want these kinds, and what it says of a
 * basket does not depend on how far it reaches. Each pack must fit alone.
 */
export class SmallTable {
  private readonly strides: Int32Array;
  private readonly scores: Float64Array;
  private readonly best: Float64Array;
  private readonly choice: Int32Array;

  constructor(
    /** What these packs of each kind cost as one parcel; null when nothing takes them. */
    private readonly costOf: (counts: readonly number[]) => bigint | null,
    private readonly kinds: readonly Goods[],
    readonly most: readonly number[],
  ) {
    const states = statesOf(most);
    if (states > MAX_EXACT_STATES) throw new Error(`SmallTable: ${states} sub-baskets are too many`);
    this.strides = new Int32Array(most.length);
    let stride = 1;
    most.forEach((count, at) => {
      this.strides[at] = stride;
      stride *= count + 1;
    });
    this.scores = new Float64Array(states).fill(Infinity);
    this.best = new Float64Array(states).fill(Infinity);
    this.choice = new Int32Array(states);
    this.price();
    this.solve();
  }

  /** Whether the table knows this basket. */
  reaches(counts: readonly number[]): boolean {
    return counts.every((count, at) => count <= this.most[at]!);
  }

  plan(counts: readonly number[]): SmallFilling[] {
    let state = counts.reduce((sum, count, at) => sum + count * this.strides[at]!, 0);
    if (!Number.isFinite(this.best[state])) throw new Error("SmallTable: a pack does not fit alone");
    const parcels = new Map<number, number>();
    for (; state > 0; state -= this.choice[state]!) {
      parcels.set(this.choice[state]!, (parcels.get(this.choice[state]!) ?? 0) + 1);
    }
    return [...parcels].map(([part, count]) => ({ counts: this.digits(part), parcels: count }));
  }

  /** Every sub-basket that may be one parcel, with cost and parcel as one score. */
  private price(): void {
    const enemies = enemiesOf(this.kinds);
    for (let part = 1; part < this.scores.length; part++) {
      const digits = this.digits(part);
      if (enemies.some(([a, b]) => digits[a]! > 0 && digits[b]! > 0)) continue;
      const cost_minor = this.costOf(digits);
      if (cost_minor !== null) this.scores[part] = Number(cost_minor) * PARCELS + 1;
    }
  }

  private solve(): void {
    const { scores, best, choice, strides } = this;
    const width = strides.length;
    const taken = new Int32Array(width);
    best[0] = 0;
    for (let state = 1; state < best.length; state++) {
      const whole = this.digits(state);
      const first = whole.findIndex((count) => count > 0);
      // Some parcel holds a pack of the first kind left: look only at those, else every order is tried.
      taken.fill(0);
      taken[first] = 1;
      let part = strides[first]!;
      for (;;) {
        const sum = scores[part]! + best[state - part]!;
        if (sum < best[state]!) {
          best[state] = sum;
          choice[state] = part;
        }
        // The next content within what is left, the first kind counting fastest: an order that is the same in every table.
        let at = first;
        while (at < width && taken[at]! === whole[at]!) {
          const least = at === first ? 1 : 0;
          part -= (taken[at]! - least) * strides[at]!;
          taken[at] = least;
          at++;
        }
        if (at === width) break;
        taken[at]!++;
        part += strides[at]!;
      }
    }
  }

  private digits(state: number): number[] {
    return this.most.map((count, at) => Math.floor(state / this.strides[at]!) % (count + 1));
  }
}

/** Pairs that may not share a parcel: of other temperatures, or named so by one of the two. */
export function enemiesOf(goods: readonly Goods[]): [number, number][] {
  const pairs: [number, number][] = [];
  goods.forEach((a, at) =>
    goods.slice(at + 1).forEach((b, offset) => {
      const named = a.not_with.includes(b.kind) || b.not_with.includes(a.kind);
      if (named || a.temperature !== b.temperature) pairs.push([at, at + 1 + offset]);
    }),
  );
  return pairs;
}
