import { ColumnGeneration } from "./column-generation";
import { bandsToFill, firstFit, largestFirst } from "./first-fit";
import { wholePrices, type WholePrices } from "./prices";
import { compareScores, isOfSort, paretoBands, scoreOf, type Band, type Filling, type LoadProblem } from "./problem";
import { randomOf } from "./random";
import { merged, roundUp } from "./round-up";

export interface SolveOptions {
  readonly seed: number;
  /** How much work goes into a better rounding, 1 for some tenths of a second. */
  readonly effort: number;
  /** Whether the time is up: asked between steps of some milliseconds. */
  readonly due: () => boolean;
}

export interface Solved {
  readonly fillings: readonly Filling[];
  readonly proof: WholePrices;
  /** Whether it matters to the proof which classes may not go together. */
  readonly apart: boolean;
  /** Whether the linear programme came to its end. When not, the bound is one all the same, only weaker. */
  readonly converged: boolean;
}

/**
 * The portfolio for one load: first-fit decreasing; the linear programme by column generation; whole parcels out of it; the
 * best of all. Every class must fit some band by itself. When the table can't hold sizes exactly, the bound comes from a second
 * programme with sizes rounded down.
 */
export function solveLoad(problem: LoadProblem, { seed, effort, due }: SolveOptions): Solved {
  const random = randomOf(seed);
  const demand = problem.classes.map((pack) => pack.count);
  let best: Filling[] | null = null;
  const consider = (fillings: Filling[] | null): void => {
    if (fillings === null) return;
    if (best === null || compareScores(scoreOf(fillings), scoreOf(best)) < 0) best = fillings;
  };
  for (const band of bandsToFill(problem)) {
    for (const order of largestFirst(problem)) consider(firstFit(problem, demand, order, band));
  }
  const planning = new ColumnGeneration(problem, "plan", random);
  const relaxed = planning.run(due);
  const proving = planning.exact ? planning : new ColumnGeneration(problem, "bound", random);
  const bounding = planning.exact ? relaxed : proving.run(due);
  const proof = wholePrices(problem, proving.masks, bounding.prices);
  if (best === null || scoreOf(best).cost > proof.bound) {
    consider(roundUp(problem, relaxed, { bound: proof.bound, effort, random, due }));
  }
  if (best === null || scoreOf(best).cost > proof.bound) consider(eachSortApart(problem, { seed, effort, due }));
  if (best === null) consider(eachAlone(problem));
  if (best === null) throw new Error("solveLoad: a pack fits no parcel");
  const apart = proving.masks.length > 1;
  return { fillings: merged(best), proof, apart, converged: bounding.converged };
}

/** Goods that cards charge for, each sort in parcels of its own, and the plain ones in theirs; null when all are one sort. */
function eachSortApart(problem: LoadProblem, options: SolveOptions): Filling[] | null {
  const sorts = [...new Set(problem.classes.map((pack) => pack.sort))];
  if (sorts.length < 2 || options.due()) return null;
  return sorts.flatMap((sort) => {
    const own = problem.classes.flatMap((pack, index) => (pack.sort === sort ? [index] : []));
    const as = (bands: readonly Band[]) =>
      bands.filter((band) => isOfSort(sort, band.sort)).map((band) => ({ ...band, sort }));
    const part: LoadProblem = {
      classes: own.map((index) => problem.classes[index]!),
      bands: paretoBands(as(problem.bands)),
      steps: as(problem.steps),
      unit: problem.unit,
      apart: problem.apart
        .map(([a, b]) => [own.indexOf(a), own.indexOf(b)] as const)
        .filter(([a, b]) => a >= 0 && b >= 0),
    };
    return solveLoad(part, options).fillings.map((filling) => {
      const packs = problem.classes.map(() => 0);
      filling.packs.forEach((count, at) => (packs[own[at]!] = count));
      return { ...filling, packs };
    });
  });
}

/** Every class in parcels of its own: what always works. */
function eachAlone(problem: LoadProblem): Filling[] | null {
  const fillings: Filling[] = [];
  for (const [index, pack] of problem.classes.entries()) {
    const demand = problem.classes.map((_, at) => (at === index ? pack.count : 0));
    const alone = problem.bands
      .map((band) => firstFit(problem, demand, [index], band))
      .filter((found) => found !== null)
      .sort((a, b) => compareScores(scoreOf(a), scoreOf(b)))[0];
    if (alone === undefined) return null;
    fillings.push(...alone);
  }
  return fillings;
}
