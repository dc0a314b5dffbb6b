/** Packs of one kind in one parcel at most: a packer counts no further, and the table below stays small. */
export const MAX_PACKS_PER_PARCEL = 500;

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

  /** `scoreOf` of so many packs as one parcel, null when nothing takes them, which holds for any more then. */
  constructor(scoreOf: (packs: number) => bigint | null) {
    let previous: bigint | null = null;
    let leanest: bigint | null = null;
    for (let packs = 1; packs <= MAX_PACKS_PER_PARCEL; packs++) {
      const score = scoreOf(packs);
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

  /** Parcels of so many packs each, the fullest first; the packs sum to `count`. Null when not even one pack fits. */
  plan(count: number): { packs: number; parcels: number }[] | null {
    if (this.largest === 0) return null;
    const tabled = (this.leanest - 1) * this.largest;
    const lean = count > tabled ? Math.ceil((count - tabled) / this.leanest) : 0;
    const rest = count - lean * this.leanest;
    this.fill(rest);
    const runs = new Map<number, number>();
    const add = (packs: number, parcels: number): void => void runs.set(packs, (runs.get(packs) ?? 0) + parcels);
    if (lean > 0) add(this.leanest, lean);
    for (let left = rest; left > 0; left -= this.choice[left]!) add(this.choice[left]!, 1);
    // Covering may promise more than there is, by less than the smallest parcel.
    const promised = [...runs].reduce((sum, [packs, parcels]) => sum + packs * parcels, 0);
    const smallest = [...runs.keys()].reduce((least, packs) => Math.min(least, packs), Infinity);
    if (promised > count) {
      add(smallest, -1);
      add(smallest - (promised - count), 1);
    }
    return [...runs]
      .filter(([, parcels]) => parcels > 0)
      .map(([packs, parcels]) => ({ packs, parcels }))
      .sort((a, b) => b.packs - a.packs);
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
