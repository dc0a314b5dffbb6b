import type { Relaxation } from "./column-generation";
import { dive } from "./dive";
import { bandsToFill, firstFit, largestFirst, repeats } from "./first-fit";
import { gridsOf } from "./grid";
import { compareScores, fillingOf, scoreOf, type Filling, type LoadProblem } from "./problem";
import { SequentialValues } from "./sequential-values";

/** Cells of the coarse table: enough to fill a parcel to a five-hundredth. */
const COARSE_CELLS = 600;
const FINE_CELLS = 4_000;
/** Cells times classes that the search for a better residual may price, all tries together: some tenths of a second. */
const WORK = 120_000_000;
/** What a parcel costs beside its table, in cells. */
const TRY_CELLS = 50;
/** A plan this near to its bound is good enough: on a million parcels a fifth of one. */
const NEAR_ENOUGH = 2e-7;
const MAX_TRIES = 600;

export interface RoundUpOptions {
  /** What no plan can be better than, in the problem's cost. */
  readonly bound: number;
  /** Part of `WORK` to spend at most. */
  readonly effort: number;
  readonly random: () => number;
  readonly due: () => boolean;
}

/**
 * Whole parcels from the fractions of a linear programme. What the fractions hold in whole parcels is taken; the packs left,
 * a few to each class, are packed by a portfolio: first-fit decreasing, diving, sequential value correction, on a coarse table
 * and on a fine one, and once more with a parcel less of each content so that there is more to choose from. Ends at the bound,
 * or when its work is used up: the same on every machine, unless `due`.
 */
export function roundUp(problem: LoadProblem, relaxed: Relaxation, options: RoundUpOptions): Filling[] | null {
  let best: Filling[] | null = null;
  const work = new Work(problem, options);
  const goal = Math.floor(options.bound * (1 + NEAR_ENOUGH));
  for (const spared of [0, 1, 2]) {
    const { whole, left } = wholeParcels(problem, relaxed, spared);
    const consider = (rest: Filling[] | null): boolean => {
      if (rest === null) return false;
      const score = scoreOf([...whole, ...rest]);
      if (best === null || compareScores(score, scoreOf(best)) < 0) best = merged([...whole, ...rest]);
      return scoreOf(best).cost <= goal;
    };
    if (packResidual(problem, relaxed, left, work, options, consider)) break;
    if (work.isUsedUp() || options.due()) break;
  }
  return best;
}

/** Tries one way after another until `consider` is content: true then. */
function packResidual(
  problem: LoadProblem,
  relaxed: Relaxation,
  left: readonly number[],
  work: Work,
  { random, due }: RoundUpOptions,
  consider: (rest: Filling[] | null) => boolean,
): boolean {
  for (const band of bandsToFill(problem)) {
    for (const order of largestFirst(problem)) if (consider(firstFit(problem, left, order, band))) return true;
  }
  const seeds = relaxed.columns;
  const stop = (): boolean => due() || work.isUsedUp();
  const tables = [COARSE_CELLS, FINE_CELLS, Infinity].map((max_cells) => {
    const small = { ...problem, classes: problem.classes.map((pack, index) => ({ ...pack, count: left[index]! })) };
    const grids = gridsOf(small, "up", max_cells);
    const cells = grids.reduce((sum, grid) => sum + (grid.cells_g + 1) * (grid.cells_second + 1), 0);
    return { max_cells, values: new SequentialValues(small, grids, relaxed.prices, random), cells };
  });
  const different = tables.filter((table, at) => at === 0 || table.cells !== tables[at - 1]!.cells);
  const parcels = Math.max(1, relaxed.solution.length);
  for (const { max_cells, values, cells } of different) {
    if (stop()) break;
    work.addDive(cells, parcels);
    if (consider(dive(problem, left, seeds, { max_cells, shake: 0, random, due }))) return true;
    for (let run = 0; run < 3 && !stop(); run++) {
      work.add(cells, parcels);
      if (consider(values.run(left, due))) return true;
    }
  }
  for (let tries = 0; tries < MAX_TRIES && !stop(); tries++) {
    const { max_cells, values, cells } = different[tries % different.length]!;
    work.add(cells, parcels * 2);
    if (tries % 4 === 3) {
      work.addDive(cells, parcels);
      if (consider(dive(problem, left, seeds, { max_cells, shake: 0.4, random, due }))) return true;
    }
    if (tries % 8 === 7) values.restart(0.3);
    if (consider(values.run(left, due))) return true;
  }
  return false;
}

/** The same number of tries on every machine. */
class Work {
  private used = 0;

  constructor(
    private readonly problem: LoadProblem,
    private readonly options: RoundUpOptions,
  ) {}

  add(cells: number, parcels: number): void {
    this.used += (cells + TRY_CELLS) * parcels * this.problem.classes.length;
  }

  /** A dive solves linear programmes, in the cube of their rows. */
  addDive(cells: number, parcels: number): void {
    this.add(cells, parcels);
    this.used += 2 * this.problem.classes.length ** 3;
  }

  isUsedUp(): boolean {
    return this.used > WORK * this.options.effort || this.options.due();
  }
}

/** Each fraction rounded down, less `spared`; packs above the demand taken out again. */
function wholeParcels(problem: LoadProblem, relaxed: Relaxation, spared: number): { whole: Filling[]; left: number[] } {
  const left = problem.classes.map((pack) => pack.count);
  const whole: Filling[] = [];
  for (const { column, parcels } of relaxed.solution) {
    const packs = left.map(() => 0);
    column.rows.forEach((row, k) => (packs[row] = column.packs[k]!));
    for (let wanted = Math.floor(parcels + 1e-6) - spared; wanted > 0;) {
      // Where the programme covers a class with more than there is, the last of these parcels hold less of it.
      const inside = packs.map((count, index) => Math.min(count, left[index]!));
      const times = Math.min(wanted, repeats(inside, left));
      const filling = times > 0 ? fillingOf(problem, inside, times) : null;
      if (filling === null) break;
      whole.push(filling);
      inside.forEach((count, index) => (left[index]! -= count * times));
      wanted -= times;
    }
  }
  return { whole, left };
}

/** Equal contents counted together, in an order of their own. */
export function merged(fillings: readonly Filling[]): Filling[] {
  const found = new Map<string, Filling>();
  for (const filling of fillings) {
    const key = filling.packs.join(",");
    const known = found.get(key);
    found.set(key, known === undefined ? filling : { ...known, parcels: known.parcels + filling.parcels });
  }
  return [...found.values()];
}
