import type { Grid } from "./grid";

/**
 * The dearest content of a parcel for every limit at once: bounded knapsack by dynamic programming over a `Grid` (Gilmore and
 * Gomory 1963; Martello and Toth 1990, chapter 3). One table prices all steps of a tariff, since a step is only a limit.
 * Cells hold the value of the best content up to that size. Prices are any numbers >= 0: sums of whole ones below 2^53 stay
 * exact.
 */
export class Knapsack {
  readonly value: Float64Array;
  private readonly last: Int16Array;
  private readonly used: Int32Array;
  private readonly width: number;
  private readonly rows: { index: number; copies: number; taken: Uint8Array }[] = [];
  private limits: ArrayLike<number> | null = null;

  constructor(
    readonly grid: Grid,
    private readonly counts: ArrayLike<number>,
  ) {
    this.width = grid.cells_second + 1;
    const cells = (grid.cells_g + 1) * this.width;
    this.value = new Float64Array(cells);
    this.last = new Int16Array(cells);
    this.used = new Int32Array(cells);
  }

  /** Exact, with no more packs of a class than there are. Classes of price 0 stay out. */
  solve(prices: ArrayLike<number>): void {
    this.value.fill(0);
    this.last.fill(-1);
    this.limits = null;
    const free: number[] = [];
    let row = 0;
    for (let index = 0; index < prices.length; index++) {
      if (!(prices[index]! > 0)) continue;
      if (this.fitting(index) <= this.counts[index]!) {
        free.push(index);
        continue;
      }
      // 1, 2, 4 … and the rest: every count up to the limit is a sum of some of these.
      let left = this.counts[index]!;
      for (let copies = 1; left > 0; copies *= 2) {
        const taken = Math.min(copies, left);
        left -= taken;
        this.addCopies(row++, index, taken, prices[index]!);
      }
    }
    this.rows.length = row;
    for (const index of free) {
      if (!this.isDominated(index, free, prices)) this.addFreely(index, prices[index]!);
    }
  }

  /** Good, not exact: a class is counted along the way to each cell. For heuristics, where limits change with each parcel. */
  solveQuickly(prices: ArrayLike<number>, limits: ArrayLike<number>): void {
    this.value.fill(0);
    this.last.fill(-1);
    this.rows.length = 0;
    this.limits = limits;
    for (let index = 0; index < prices.length; index++) {
      if (!(prices[index]! > 0) || limits[index]! <= 0) continue;
      if (this.fitting(index) <= limits[index]!) this.addFreely(index, prices[index]!);
      else this.addCounted(index, prices[index]!, limits[index]!);
    }
  }

  /** The content behind a cell: packs of each class. */
  contentAt(cell: number): number[] {
    const packs = Array.from({ length: this.counts.length }, () => 0);
    let at = cell;
    while (this.last[at]! >= 0) {
      const index = this.last[at]!;
      if (this.limits === null || packs[index]! < this.limits[index]!) packs[index]!++;
      at -= this.offset(index);
    }
    for (let row = this.rows.length - 1; row >= 0; row--) {
      const { index, copies, taken } = this.rows[row]!;
      if (taken[at] === 0) continue;
      packs[index]! += copies;
      at -= copies * this.offset(index);
    }
    return packs;
  }

  /** The cell that is left of a limit when one pack of a class is in; -1 when it does not fit. */
  cellWithout(cell: number, index: number): number {
    const left_g = Math.floor(cell / this.width) - this.grid.size_g[index]!;
    const left_second = (cell % this.width) - this.grid.size_second[index]!;
    return left_g < 0 || left_second < 0 ? -1 : left_g * this.width + left_second;
  }

  private offset(index: number): number {
    return this.grid.size_g[index]! * this.width + this.grid.size_second[index]!;
  }

  /** Packs of one class that fit the whole table. */
  private fitting(index: number): number {
    const { size_g, size_second, cells_g, cells_second } = this.grid;
    const byWeight = size_g[index] === 0 ? Infinity : Math.floor(cells_g / size_g[index]!);
    return Math.min(byWeight, size_second[index] === 0 ? Infinity : Math.floor(cells_second / size_second[index]!));
  }

  /** Another class that takes no more room and is worth no less makes this one useless, as long as neither runs out. */
  private isDominated(index: number, free: readonly number[], prices: ArrayLike<number>): boolean {
    const { size_g, size_second } = this.grid;
    return free.some((other) => {
      if (other === index || size_g[other]! > size_g[index]! || size_second[other]! > size_second[index]!) return false;
      if (prices[other]! !== prices[index]!) return prices[other]! > prices[index]!;
      return size_g[other]! < size_g[index]! || size_second[other]! < size_second[index]! || other < index;
    });
  }

  private addFreely(index: number, price: number): void {
    const { value, last, width } = this;
    const step = this.offset(index);
    const second = this.grid.size_second[index]!;
    if (width === 1) {
      for (let cell = step; cell < value.length; cell++) {
        const worth = value[cell - step]! + price;
        if (worth > value[cell]!) {
          value[cell] = worth;
          last[cell] = index;
        }
      }
      return;
    }
    for (let start = this.grid.size_g[index]! * width; start < value.length; start += width) {
      for (let cell = start + second; cell < start + width; cell++) {
        const worth = value[cell - step]! + price;
        if (worth > value[cell]!) {
          value[cell] = worth;
          last[cell] = index;
        }
      }
    }
  }

  private addCounted(index: number, price: number, limit: number): void {
    const { value, last, used, width } = this;
    used.fill(0);
    const step = this.offset(index);
    const second = this.grid.size_second[index]!;
    for (let start = this.grid.size_g[index]! * width; start < value.length; start += width) {
      for (let cell = start + second; cell < start + width; cell++) {
        const before = used[cell - step]!;
        if (before >= limit) continue;
        const worth = value[cell - step]! + price;
        if (worth > value[cell]!) {
          value[cell] = worth;
          last[cell] = index;
          used[cell] = before + 1;
        }
      }
    }
  }

  /** So many packs of a class, all or none, on top of what the table holds; from its end, so that they count once. */
  private addCopies(row: number, index: number, copies: number, price: number): void {
    const { value, width } = this;
    const known = this.rows[row];
    const taken = known?.taken ?? new Uint8Array(value.length);
    if (known !== undefined) taken.fill(0);
    this.rows[row] = { index, copies, taken };
    const step = copies * this.offset(index);
    const second = copies * this.grid.size_second[index]!;
    const first = copies * this.grid.size_g[index]! * width;
    for (let start = value.length - width; start >= first; start -= width) {
      for (let cell = start + width - 1; cell >= start + second; cell--) {
        const worth = value[cell - step]! + copies * price;
        if (worth > value[cell]!) {
          value[cell] = worth;
          taken[cell] = 1;
        }
      }
    }
  }
}
