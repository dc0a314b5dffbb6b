/** A way to fill a parcel, as a column of the master: sparse, packs by class. */
export interface Column {
  readonly cost: number;
  readonly rows: readonly number[];
  readonly packs: readonly number[];
  /** Index of the band it pays. */
  readonly band: number;
}

/** Reduced costs above this are zero. Costs are scaled so that the dearest parcel is 1. */
export const REDUCED_COST_EPSILON = 1e-10;
const PIVOT_EPSILON = 1e-9;
/** The inverse is made anew after so many pivots, or twice its rows, before rounding errors add up. */
const PIVOTS_TO_REFACTOR = 120;
/** Columns looked at together: the best of the first such block that has one enters. */
const BLOCK = 400;
/** A linear programme of 200 rows takes some thousand pivots; more than this is a cycle. */
const MAX_PIVOTS = 20_000;

/**
 * The master of Gilmore and Gomory (1961): min sum(cost * x) with sum(packs * x) >= demand, x >= 0, by the revised simplex
 * method with an explicit inverse. Columns can be added between two calls of `optimise`; the basis is kept. Demands are
 * moved apart by a millionth, so that degenerate corners are not walked around for ever; `solution` is of the true demands.
 */
export class MasterLp {
  private readonly known: Column[] = [];
  /** All columns' rows and packs one after the other, where each starts, and costs: looked at with every pivot. */
  private readonly flatRows: number[] = [];
  private readonly flatPacks: number[] = [];
  private readonly starts: number[] = [0];
  private readonly costs: number[] = [];
  private nextBlock = 0;
  readonly duals: Float64Array;
  private readonly rows: number;
  private readonly inverse: Float64Array;
  /** Column of each row of the basis; `-1 - i` is the surplus of class i. */
  private readonly basis: Int32Array;
  private readonly x: Float64Array;
  private readonly moved: Float64Array;
  private readonly direction: Float64Array;
  private pivots = 0;

  /** `first`: for each class a column that holds it and nothing else. */
  constructor(
    private readonly demand: readonly number[],
    first: readonly Column[],
    random: () => number,
  ) {
    this.rows = demand.length;
    this.inverse = new Float64Array(this.rows * this.rows);
    this.basis = Int32Array.from(first, (_, index) => index);
    this.x = new Float64Array(this.rows);
    this.duals = new Float64Array(this.rows);
    this.direction = new Float64Array(this.rows);
    this.moved = Float64Array.from(demand, (count) => count + 1e-6 * (0.5 + random()) * (1 + count * 1e-3));
    first.forEach((column) => this.add(column));
    this.refactor();
  }

  get columns(): readonly Column[] {
    return this.known;
  }

  add(column: Column): void {
    this.known.push(column);
    for (let k = 0; k < column.rows.length; k++) {
      this.flatRows.push(column.rows[k]!);
      this.flatPacks.push(column.packs[k]!);
    }
    this.starts.push(this.flatRows.length);
    this.costs.push(column.cost);
  }

  /** Pivots until no column at hand has a negative reduced cost. False: gave up, though the basis is feasible. */
  optimise(): boolean {
    for (let pivots = 0; pivots < MAX_PIVOTS; pivots++) {
      const entering = this.entering();
      if (entering === null) return true;
      if (!this.pivot(entering.column, entering.reduced)) return false;
    }
    return false;
  }

  /** Parcels of each column of the basis, for the true demands. */
  solution(): { readonly column: Column; readonly parcels: number }[] {
    const found: { column: Column; parcels: number }[] = [];
    for (let row = 0; row < this.rows; row++) {
      const id = this.basis[row]!;
      if (id < 0) continue;
      let parcels = 0;
      for (let k = 0; k < this.rows; k++) parcels += this.inverse[row * this.rows + k]! * this.demand[k]!;
      found.push({ column: this.known[id]!, parcels: Math.max(0, parcels) });
    }
    return found;
  }

  /** A column with a negative reduced cost, the lowest of its block; the surplus of a class counts with every block. */
  private entering(): { column: number; reduced: number } | null {
    let best = -REDUCED_COST_EPSILON;
    let chosen: number | null = null;
    // Leaving packs over would be cheaper.
    for (let row = 0; row < this.rows; row++) {
      if (this.duals[row]! < best) {
        best = this.duals[row]!;
        chosen = -1 - row;
      }
    }
    const blocks = Math.ceil(this.known.length / BLOCK);
    for (let tried = 0; tried < blocks; tried++) {
      const block = (this.nextBlock + tried) % blocks;
      const found = this.lowest(block * BLOCK, Math.min(this.known.length, (block + 1) * BLOCK), best);
      if (found === null) continue;
      this.nextBlock = block;
      return found;
    }
    return chosen === null ? null : { column: chosen, reduced: best };
  }

  private lowest(from: number, to: number, below: number): { column: number; reduced: number } | null {
    const { flatRows, flatPacks, starts, costs, duals } = this;
    let best = below;
    let chosen = -1;
    for (let index = from; index < to; index++) {
      let reduced = costs[index]!;
      for (let k = starts[index]!; k < starts[index + 1]!; k++) reduced -= duals[flatRows[k]!]! * flatPacks[k]!;
      if (reduced < best) {
        best = reduced;
        chosen = index;
      }
    }
    return chosen < 0 ? null : { column: chosen, reduced: best };
  }

  private pivot(entering: number, reduced: number): boolean {
    const { rows, inverse, direction, x } = this;
    this.fillDirection(entering);
    let leaving = -1;
    let ratio = Infinity;
    for (let row = 0; row < rows; row++) {
      if (direction[row]! <= PIVOT_EPSILON) continue;
      const candidate = Math.max(0, x[row]!) / direction[row]!;
      if (candidate < ratio - 1e-12 || (candidate <= ratio + 1e-12 && direction[row]! > direction[leaving]!)) {
        ratio = Math.min(ratio, candidate);
        leaving = row;
      }
    }
    if (leaving < 0) return false;
    const step = Math.max(0, x[leaving]!) / direction[leaving]!;
    for (let row = 0; row < rows; row++) x[row]! -= step * direction[row]!;
    x[leaving] = step;
    const pivot = direction[leaving]!;
    const from = leaving * rows;
    for (let k = 0; k < rows; k++) inverse[from + k]! /= pivot;
    for (let row = 0; row < rows; row++) {
      const factor = direction[row]!;
      if (row === leaving || factor === 0) continue;
      const to = row * rows;
      for (let k = 0; k < rows; k++) inverse[to + k]! -= factor * inverse[from + k]!;
    }
    for (let k = 0; k < rows; k++) this.duals[k]! += reduced * inverse[from + k]!;
    this.basis[leaving] = entering;
    if (++this.pivots % Math.max(PIVOTS_TO_REFACTOR, 2 * rows) === 0) this.refactor();
    return true;
  }

  private fillDirection(entering: number): void {
    const { rows, inverse, direction } = this;
    if (entering < 0) {
      const surplus = -1 - entering;
      for (let row = 0; row < rows; row++) direction[row] = -inverse[row * rows + surplus]!;
      return;
    }
    const column = this.known[entering]!;
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let k = 0; k < column.rows.length; k++) sum += inverse[row * rows + column.rows[k]!]! * column.packs[k]!;
      direction[row] = sum;
    }
  }

  /** Inverse, primal and dual values from the basis alone: Gauss-Jordan with row pivoting. */
  private refactor(): void {
    const { rows, inverse } = this;
    const matrix = new Float64Array(rows * rows);
    this.basis.forEach((id, at) => {
      if (id < 0) matrix[(-1 - id) * rows + at] = -1;
      else this.known[id]!.rows.forEach((row, k) => (matrix[row * rows + at] = this.known[id]!.packs[k]!));
    });
    inverse.fill(0);
    for (let k = 0; k < rows; k++) inverse[k * rows + k] = 1;
    for (let at = 0; at < rows; at++) {
      let pivotRow = at;
      for (let row = at + 1; row < rows; row++) {
        if (Math.abs(matrix[row * rows + at]!) > Math.abs(matrix[pivotRow * rows + at]!)) pivotRow = row;
      }
      if (pivotRow !== at) {
        swapRows(matrix, rows, at, pivotRow);
        swapRows(inverse, rows, at, pivotRow);
      }
      const pivot = matrix[at * rows + at]!;
      for (let k = 0; k < rows; k++) {
        matrix[at * rows + k]! /= pivot;
        inverse[at * rows + k]! /= pivot;
      }
      for (let row = 0; row < rows; row++) {
        const factor = matrix[row * rows + at]!;
        if (row === at || factor === 0) continue;
        for (let k = 0; k < rows; k++) {
          matrix[row * rows + k]! -= factor * matrix[at * rows + k]!;
          inverse[row * rows + k]! -= factor * inverse[at * rows + k]!;
        }
      }
    }
    this.duals.fill(0);
    for (let row = 0; row < rows; row++) {
      const id = this.basis[row]!;
      const cost = id < 0 ? 0 : this.known[id]!.cost;
      let value = 0;
      for (let k = 0; k < rows; k++) {
        value += inverse[row * rows + k]! * this.moved[k]!;
        this.duals[k]! += cost * inverse[row * rows + k]!;
      }
      this.x[row] = value;
    }
  }
}

function swapRows(matrix: Float64Array, width: number, a: number, b: number): void {
  for (let k = 0; k < width; k++) {
    const kept = matrix[a * width + k]!;
    matrix[a * width + k] = matrix[b * width + k]!;
    matrix[b * width + k] = kept;
  }
}
