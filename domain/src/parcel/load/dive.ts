import { Apart } from "./apart";
import { ColumnGeneration } from "./column-generation";
import { repeats } from "./first-fit";
import type { Column } from "./master-lp";
import { fillingOf, type Filling, type LoadProblem } from "./problem";

/** Rounds of pricing for the first linear programme of a dive, and for those after a few parcels are fixed. */
const FIRST_ROUNDS = 12;
const LATER_ROUNDS = 3;
/** A fraction this near to one is rounded up together with the largest. */
const NEARLY_WHOLE = 0.72;
/** Of this many classes one more parcel is rounded up at a time: large programmes are not solved anew for each. */
const CLASSES_A_PARCEL = 100;

export interface DiveOptions {
  /** Cells of the pricing table at most. */
  readonly max_cells: number;
  /** How far fractions are shaken before the largest is chosen: 0 for the plain dive. */
  readonly shake: number;
  readonly random: () => number;
  readonly due: () => boolean;
}

/**
 * Rounds a linear programme by diving: fixes whole parcels, and the largest fraction rounded up, then solves what is left
 * anew, with columns that hold no more than what is left. `seeds` are columns of the whole problem to start from. Null when
 * `due` said so.
 */
export function dive(
  problem: LoadProblem,
  demand: readonly number[],
  seeds: readonly Column[],
  options: DiveOptions,
): Filling[] | null {
  const left = [...demand];
  const fillings: Filling[] = [];
  let columns: readonly Column[] = seeds;
  let rounds = FIRST_ROUNDS;
  while (left.some((count) => count > 0)) {
    if (options.due()) return null;
    const part = new Part(problem, left);
    const generation = new ColumnGeneration(part.problem, "plan", options.random, options.max_cells);
    let round = 0;
    const limit = rounds;
    const relaxed = generation.run(() => ++round >= limit || options.due(), part.columnsOf(columns));
    columns = relaxed.columns.map((column) => part.back(column));
    rounds = LATER_ROUNDS;
    const chosen = relaxed.solution
      .map(({ column, parcels }) => ({
        packs: part.dense(part.back(column)),
        whole: Math.floor(parcels + 1e-6),
        fraction: parcels - Math.floor(parcels + 1e-6) + options.shake * (options.random() - 0.5),
      }))
      .sort((a, b) => b.fraction - a.fraction);
    let fixed = 0;
    const take = (packs: readonly number[], wanted: number): void => {
      const parcels = Math.min(wanted, repeats(packs, left));
      const filling = parcels > 0 ? fillingOf(problem, packs, parcels) : null;
      if (filling === null) return;
      fillings.push(filling);
      packs.forEach((count, index) => (left[index]! -= count * parcels));
      fixed += parcels;
    };
    for (const { packs, whole } of chosen) if (whole > 0) take(packs, whole);
    for (const { packs, fraction } of chosen) {
      if (fixed > part.problem.classes.length / CLASSES_A_PARCEL && fraction < NEARLY_WHOLE) break;
      take(packs, 1);
    }
    if (fixed === 0) return null;
  }
  return fillings;
}

/** What is left of a problem: only classes with packs left, renumbered. */
class Part {
  readonly problem: LoadProblem;
  private readonly whole: readonly number[];
  private readonly at: Int32Array;

  constructor(
    private readonly from: LoadProblem,
    left: readonly number[],
  ) {
    this.whole = left.map((_, index) => index).filter((index) => left[index]! > 0);
    this.at = new Int32Array(left.length).fill(-1);
    this.whole.forEach((index, at) => (this.at[index] = at));
    this.problem = {
      classes: this.whole.map((index) => ({ ...from.classes[index]!, count: left[index]! })),
      bands: from.bands,
      steps: from.steps,
      unit: from.unit,
      apart: from.apart.map(([a, b]) => [this.at[a]!, this.at[b]!] as const).filter(([a, b]) => a >= 0 && b >= 0),
    };
  }

  /** Columns of the whole, cut down to what is left, each at the cheapest band that takes it. */
  columnsOf(columns: readonly Column[]): Column[] {
    const { classes, bands } = this.problem;
    const apart = new Apart(classes.length, this.problem.apart);
    const found: Column[] = [];
    for (const column of columns) {
      const packs = classes.map(() => 0);
      let any = false;
      column.rows.forEach((row, k) => {
        const at = this.at[row]!;
        if (at < 0 || !apart.mayJoin(at, packs)) return;
        packs[at] = Math.min(column.packs[k]!, classes[at]!.count);
        any = true;
      });
      const filling = any ? fillingOf(this.problem, packs, 1) : null;
      if (filling === null) continue;
      const rows = packs.map((_, at) => at).filter((at) => packs[at]! > 0);
      found.push({
        cost: filling.band.cost,
        rows,
        packs: rows.map((at) => packs[at]!),
        band: bands.indexOf(filling.band),
      });
    }
    return found;
  }

  back(column: Column): Column {
    return { ...column, rows: column.rows.map((row) => this.whole[row]!) };
  }

  dense(column: Column): number[] {
    const packs = this.from.classes.map(() => 0);
    column.rows.forEach((row, k) => (packs[row] = column.packs[k]!));
    return packs;
  }
}
