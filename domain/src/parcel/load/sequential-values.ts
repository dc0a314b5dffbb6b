import { compatibleSets } from "./apart";
import { Filler, repeats } from "./first-fit";
import { maskFor, type Grid } from "./grid";
import { Knapsack } from "./knapsack";
import { fillingOf, type Band, type Filling, type LoadProblem } from "./problem";

/**
 * Sequential value correction (Mukhacheva and others 2000; Belov and Scheithauer 2007): parcel after parcel the dearest
 * content by the values of the moment. What ended up in parcels with room left becomes dearer, so that the next run packs it
 * while there is company for it. `run` makes one whole plan and corrects the values for the next.
 */
export class SequentialValues {
  private readonly tables: readonly Knapsack[];
  private readonly filler: Filler;
  private readonly masks: readonly (readonly boolean[])[];
  private readonly values: Float64Array;
  private readonly bySize: number[];

  constructor(
    private readonly problem: LoadProblem,
    grids: readonly Grid[],
    private readonly prices: ArrayLike<number>,
    private readonly random: () => number,
  ) {
    const { classes } = problem;
    const counts = classes.map((pack) => pack.count);
    this.tables = grids.map((grid) => new Knapsack(grid, counts));
    this.filler = new Filler(problem);
    this.masks = compatibleSets(classes.length, problem.apart).sets;
    this.values = new Float64Array(classes.length);
    this.bySize = classes.map((_, index) => index).sort((a, b) => classes[b]!.weight_g - classes[a]!.weight_g || a - b);
    this.restart(0);
  }

  /** Values as the linear programme priced them, shaken by some part. */
  restart(shake: number): void {
    const { classes } = this.problem;
    const dearest = this.problem.bands[this.problem.bands.length - 1]!.cost;
    const most_g = Math.max(...this.problem.bands.map((band) => Math.min(band.goods_g, 1e12)));
    classes.forEach((pack, index) => {
      const byWeight = (pack.weight_g / most_g) * dearest;
      const price = Math.max(this.prices[index]!, byWeight * 0.5);
      this.values[index] = price * (1 + shake * (this.random() - 0.5));
    });
  }

  /** A plan for this demand, or null when `due` says so or a pack can't be placed. */
  run(demand: readonly number[], due: () => boolean): Filling[] | null {
    const left = [...demand];
    const fillings: Filling[] = [];
    for (let rest = demand.reduce((sum, count) => sum + count, 0); rest > 0;) {
      if (due()) return null;
      const packs = this.dearest(left);
      const parcels = Math.max(1, Math.floor(repeats(packs, left) / 2));
      const filling = packs.some((count) => count > 0) ? fillingOf(this.problem, packs, parcels) : null;
      if (filling === null) return null;
      fillings.push(filling);
      packs.forEach((count, index) => {
        left[index]! -= count * parcels;
        rest -= count * parcels;
      });
      this.correct(filling);
    }
    return fillings;
  }

  /** The content that is worth the most for what its parcel costs. */
  private dearest(left: readonly number[]): number[] {
    const { bands } = this.problem;
    let best = -1;
    let packs: number[] = left.map(() => 0);
    let chosen: Band | null = null;
    for (const set of this.masks) {
      for (const table of this.tables) {
        const mask = maskFor(this.problem, table.grid, set);
        const open = left.map((count, index) => (mask[index] ? count : 0));
        if (!open.some((count) => count > 0)) continue;
        table.solveQuickly(this.values, open);
        table.grid.bands.forEach((index, at) => {
          const band = bands[index]!;
          const cell = table.grid.cells[at]!;
          const worth = table.value[cell]! / Math.max(band.cost, Number.MIN_VALUE);
          if (worth > best * (1 + 1e-12) && table.value[cell]! > 0) {
            best = worth;
            chosen = band;
            packs = table.contentAt(cell);
          }
        });
      }
    }
    if (chosen !== null) this.filler.topUp(packs, left, this.bySize, chosen);
    return packs;
  }

  /** Each pack's value moves towards its share, by weight, of what its parcel cost. */
  private correct({ packs, band, parcels }: Filling): void {
    const { classes } = this.problem;
    const goods_g = classes.reduce((sum, pack, index) => sum + pack.weight_g * packs[index]!, 0);
    packs.forEach((count, index) => {
      if (count === 0) return;
      const share = (classes[index]!.weight_g / goods_g) * band.cost;
      const total = classes[index]!.count;
      const part = Math.min(1, (count * parcels) / total) * (0.3 + 0.5 * this.random());
      const heavier = Math.pow(classes[index]!.weight_g, 0.02);
      this.values[index] = (1 - part) * this.values[index]! + part * share * heavier;
    });
  }
}
