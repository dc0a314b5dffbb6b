import { compatibleSets } from "./apart";
import { gridsOf, maskFor } from "./grid";
import { Knapsack } from "./knapsack";
import { MasterLp, REDUCED_COST_EPSILON, type Column } from "./master-lp";
import { isOfSort, type Band, type LoadProblem, type PackClass } from "./problem";

export interface Relaxation {
  /** Ways to fill a parcel and how many parcels of each, in fractions. */
  readonly solution: readonly { readonly column: Column; readonly parcels: number }[];
  readonly columns: readonly Column[];
  /** A price of each class with which no parcel's content is worth more than the parcel costs, but for rounding errors. */
  readonly prices: Float64Array;
  /** Whether no way to fill a parcel would make it cheaper. Never true when stopped early. */
  readonly converged: boolean;
}

/** Rounds of pricing at most: 50 kinds take some dozen. */
const MAX_ROUNDS = 2_000;
/** Bands from which a column is taken in one round. */
const BANDS_A_ROUND = 8;

/**
 * Column generation (Gilmore and Gomory 1961, 1963): the linear relaxation of cutting stock over all ways to fill a parcel. A
 * round prices every class by the master's duals and asks the knapsack for contents worth more than their parcel costs, in
 * every band and around every class. Stopped early, or between rounds, the duals times min(cost / worth) are prices for a
 * lower bound all the same (Farley 1990); the best of all rounds is kept.
 *
 * To `plan` with, sizes are rounded up where they don't fall on the table's cells; for a `bound` down.
 */
export class ColumnGeneration {
  /** A table for each sort of limits. */
  readonly tables: readonly Knapsack[];
  /** Whether what is good to plan with here is as well all there is: its prices are a bound. */
  readonly exact: boolean;
  readonly masks: readonly (readonly boolean[])[];
  private readonly scale: number;

  constructor(
    private readonly problem: LoadProblem,
    purpose: "plan" | "bound",
    private readonly random: () => number,
    max_cells = Infinity,
  ) {
    const { classes, bands, apart } = problem;
    const counts = classes.map((pack) => pack.count);
    const grids = gridsOf(problem, purpose === "plan" ? "up" : "down", max_cells);
    this.tables = grids.map((grid) => new Knapsack(grid, counts));
    const { sets, complete } = compatibleSets(classes.length, apart);
    // For a bound, leaving out a rule is safe; for a plan, leaving out some of what is allowed.
    this.masks = complete || purpose === "plan" ? sets : [classes.map(() => true)];
    this.exact = grids.every((grid) => grid.exact) && complete;
    this.scale = bands.reduce((most, band) => Math.max(most, band.cost), 1);
  }

  /** `due` is asked after each round; true ends it. `seeds` are columns to start with. */
  run(due: () => boolean, seeds: readonly Column[] = []): Relaxation {
    const { classes } = this.problem;
    const demand = classes.map((pack) => pack.count);
    const master = new MasterLp(demand, this.singles(), this.random);
    const known = new Set(master.columns.map(keyOf));
    const add = (column: Column): boolean => {
      const key = keyOf(column);
      if (known.has(key)) return false;
      known.add(key);
      master.add({ ...column, cost: this.problem.bands[column.band]!.cost / this.scale });
      return true;
    };
    seeds.forEach(add);
    let bestBound = -1;
    let best = new Float64Array(classes.length);
    let converged = false;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      master.optimise();
      const prices = master.duals.map((price) => Math.max(0, price));
      const { found, ratio } = this.price(prices);
      const bound = ratio * prices.reduce((sum, price, index) => sum + price * demand[index]!, 0);
      if (bound > bestBound) {
        bestBound = bound;
        best = prices.map((price) => price * ratio);
      }
      const added = found.filter(add).length;
      if (added === 0) {
        converged = ratio >= 1 - 1e-9;
        break;
      }
      if (due()) break;
    }
    return {
      solution: master.solution().filter(({ parcels }) => parcels > 1e-9),
      columns: master.columns.map((column) => ({ ...column, cost: this.problem.bands[column.band]!.cost })),
      prices: best.map((price) => price * this.scale),
      converged,
    };
  }

  /** min(cost / worth) over all contents, 1 at most, and columns worth having. */
  private price(prices: Float64Array): { found: Column[]; ratio: number } {
    let ratio = 1;
    const found: Column[] = [];
    for (const table of this.tables) {
      for (const set of this.masks) {
        const mask = maskFor(this.problem, table.grid, set);
        const masked = prices.map((price, index) => (mask[index] ? price : 0));
        table.solve(masked);
        ratio = Math.min(ratio, this.columnsOf(table, masked, found));
      }
    }
    return { found, ratio };
  }

  /** From a table that has just been filled. */
  private columnsOf(table: Knapsack, prices: Float64Array, found: Column[]): number {
    const { bands, cells } = table.grid;
    let ratio = 1;
    const ranked: { band: number; cell: number; reduced: number }[] = [];
    bands.forEach((band, at) => {
      const cost = this.problem.bands[band]!.cost / this.scale;
      const worth = table.value[cells[at]!]!;
      if (worth > cost) ratio = Math.min(ratio, cost / worth);
      if (cost - worth < -REDUCED_COST_EPSILON) ranked.push({ band, cell: cells[at]!, reduced: cost - worth });
    });
    ranked.sort((a, b) => a.reduced - b.reduced || a.band - b.band);
    for (const { band, cell } of ranked.slice(0, BANDS_A_ROUND)) {
      found.push(this.columnOf(table.contentAt(cell), band));
    }
    const [first] = ranked;
    if (first !== undefined) this.aroundEachClass(table, prices, first, found);
    return ratio;
  }

  /** The dearest content with at least one pack of each class in turn: one table gives a column for every class. */
  private aroundEachClass(
    table: Knapsack,
    prices: Float64Array,
    { band, cell }: { band: number; cell: number },
    found: Column[],
  ): void {
    const cost = this.problem.bands[band]!.cost / this.scale;
    for (let index = 0; index < prices.length; index++) {
      if (!(prices[index]! > 0)) continue;
      const rest = table.cellWithout(cell, index);
      if (rest < 0 || cost - table.value[rest]! - prices[index]! >= -REDUCED_COST_EPSILON) continue;
      const packs = table.contentAt(rest);
      if (packs[index]! >= this.problem.classes[index]!.count) continue;
      packs[index]!++;
      found.push(this.columnOf(packs, band));
    }
  }

  /** Each class by itself, in the band that is cheapest by the pack. */
  private singles(): Column[] {
    const { classes, bands } = this.problem;
    return classes.map((pack, index) => {
      let best: { band: number; count: number } | null = null;
      for (let band = 0; band < bands.length; band++) {
        const count = isOfSort(pack.sort, bands[band]!.sort) ? fitting(bands[band]!, pack) : 0;
        if (count === 0) continue;
        if (best === null || bands[band]!.cost * best.count < bands[best.band]!.cost * count) best = { band, count };
      }
      if (best === null) throw new Error("column generation: a pack fits no parcel");
      return {
        cost: bands[best.band]!.cost / this.scale,
        rows: [index],
        packs: [best.count],
        band: best.band,
      };
    });
  }

  private columnOf(packs: readonly number[], band: number): Column {
    const rows: number[] = [];
    const counts: number[] = [];
    packs.forEach((count, index) => {
      if (count === 0) return;
      rows.push(index);
      counts.push(count);
    });
    return { cost: this.problem.bands[band]!.cost, rows, packs: counts, band };
  }
}

/** Packs of one class that fit a band, by their true sizes. */
function fitting(band: Band, pack: PackClass): number {
  let count = Math.min(pack.count, Math.floor(band.goods_g / pack.weight_g));
  if (pack.volume_ml > 0) count = Math.min(count, Math.floor(band.goods_ml / pack.volume_ml));
  if (pack.value_minor > 0) count = Math.min(count, Math.floor(band.value_minor / pack.value_minor));
  return count;
}

function keyOf(column: Column): string {
  return `${column.band}:${column.rows.map((row, k) => `${row}x${column.packs[k]}`).join(",")}`;
}
