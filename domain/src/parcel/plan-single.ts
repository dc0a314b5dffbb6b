import type { Pricer } from "./pricing";

/** Packs of one kind in one parcel at most: a packer counts no further, and the table below stays small. */
export const MAX_PACKS_PER_PARCEL = 500;

/** One kind of pack. */
export interface PackSize {
  readonly weight_g: number;
  readonly volume_ml: number;
  readonly value_minor: number;
}

/**
 * The cheapest parcels for any number of packs of one kind to one zone, then the fewest; exact.
 *
 * Costs never fall with the count, so only counts after which the next pack costs more are worth a parcel
 * ("steps"), and covering n packs with steps costs the same as packing exactly n: best(n) = min over steps s of
 * score(s) + best(max(0, n - s)).
 *
 * Large n need no large table. Let k be the count with the least score per pack. Among any k parcels that are not of
 * k packs, some of them together hold a multiple of k packs (pigeonhole on the running sums), and parcels of k hold
 * those for no more. So an optimal plan has fewer than k other parcels, hence at most (k - 1) * largest packs outside
 * parcels of k; all above that goes into parcels of k at once.
 */
export class SinglePlanner {
  private readonly steps: { readonly packs: number; readonly score: bigint }[] = [];
  private readonly best: bigint[] = [0n];
  private readonly choice: number[] = [0];
  private largest = 0;
  private leanest = 1;

  constructor(pricer: Pricer, size: PackSize) {
    let previous: bigint | null = null;
    let leanest: bigint | null = null;
    for (let packs = 1; packs <= MAX_PACKS_PER_PARCEL; packs++) {
      const score = pricer.score(packs * size.weight_g, packs * size.volume_ml, packs * size.value_minor);
      if (score === null) break;
      if (previous !== null && previous === score) this.steps.pop();
      this.steps.push({ packs, score });
      if (leanest === null || score * BigInt(this.leanest) < leanest * BigInt(packs)) {
        leanest = score;
        this.leanest = packs;
      }
      previous = score;
      this.largest = packs;
    }
  }

  /** Packs per parcel, largest first; they sum to `count`. Null when not even one pack fits. */
  plan(count: number): number[] | null {
    if (this.largest === 0) return null;
    const tabled = (this.leanest - 1) * this.largest;
    const lean = count > tabled ? Math.ceil((count - tabled) / this.leanest) : 0;
    const rest = count - lean * this.leanest;
    this.fill(rest);
    const parcels = Array.from({ length: lean }, () => this.leanest);
    for (let left = rest; left > 0; left -= this.choice[left]!) parcels.push(this.choice[left]!);
    parcels.sort((a, b) => b - a);
    // Covering may promise more than there is, by less than the smallest parcel.
    const over = parcels.reduce((sum, packs) => sum + packs, 0) - count;
    parcels[parcels.length - 1]! -= over;
    return parcels;
  }

  private fill(count: number): void {
    for (let n = this.best.length; n <= count; n++) {
      let best: bigint | null = null;
      let choice = 0;
      for (const step of this.steps) {
        const score = step.score + this.best[Math.max(0, n - step.packs)]!;
        if (best === null || score < best) {
          best = score;
          choice = step.packs;
        }
      }
      this.best.push(best ?? 0n);
      this.choice.push(choice);
    }
  }
}
