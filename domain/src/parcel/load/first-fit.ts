import { Apart } from "./apart";
import { fillingOf, isOfSort, type Band, type Filling, type LoadProblem } from "./problem";

/** Packs put into one parcel, one class after another, as many as fit. */
export class Filler {
  private readonly apart: Apart;

  constructor(private readonly problem: LoadProblem) {
    this.apart = new Apart(problem.classes.length, problem.apart);
  }

  /** Adds to `packs` what still fits under the band's limits, of what is left, in this order. */
  topUp(packs: number[], left: readonly number[], order: readonly number[], band: Band): void {
    const { classes } = this.problem;
    let room_g = band.goods_g;
    let room_ml = band.goods_ml;
    let room_value = band.value_minor;
    classes.forEach((pack, index) => {
      room_g -= packs[index]! * pack.weight_g;
      room_ml -= packs[index]! * pack.volume_ml;
      room_value -= packs[index]! * pack.value_minor;
    });
    for (const index of order) {
      const pack = classes[index]!;
      let more = Math.min(left[index]! - packs[index]!, Math.floor(room_g / pack.weight_g));
      if (pack.volume_ml > 0) more = Math.min(more, Math.floor(room_ml / pack.volume_ml));
      if (pack.value_minor > 0) more = Math.min(more, Math.floor(room_value / pack.value_minor));
      if (!isOfSort(pack.sort, band.sort)) continue;
      if (more <= 0 || !this.apart.mayJoin(index, packs)) continue;
      packs[index]! += more;
      room_g -= more * pack.weight_g;
      room_ml -= more * pack.volume_ml;
      room_value -= more * pack.value_minor;
    }
  }
}

/** By weight, by volume and by value, the largest first. */
export function largestFirst({ classes }: LoadProblem): number[][] {
  const by = (size: (index: number) => number): number[] =>
    classes.map((_, index) => index).sort((a, b) => size(b) - size(a) || a - b);
  const orders = [by((index) => classes[index]!.weight_g)];
  if (classes.some((pack) => pack.volume_ml > 0)) orders.push(by((index) => classes[index]!.volume_ml));
  if (classes.some((pack) => pack.value_minor > 0)) orders.push(by((index) => classes[index]!.value_minor));
  return orders;
}

/**
 * First-fit decreasing by classes: a parcel takes as many as it can of the largest, then of the next; the same filling is
 * repeated while there are packs for it. Null when some pack does not fit the band.
 */
export function firstFit(
  problem: LoadProblem,
  demand: readonly number[],
  order: readonly number[],
  band: Band,
): Filling[] | null {
  const filler = new Filler(problem);
  const left = [...demand];
  const fillings: Filling[] = [];
  for (let rest = demand.reduce((sum, count) => sum + count, 0); rest > 0;) {
    const packs = left.map(() => 0);
    filler.topUp(packs, left, order, band);
    const parcels = repeats(packs, left);
    const filling = parcels > 0 ? fillingOf(problem, packs, parcels) : null;
    if (filling === null) return null;
    fillings.push(filling);
    packs.forEach((count, index) => {
      left[index]! -= count * parcels;
      rest -= count * parcels;
    });
  }
  return fillings;
}

/** How many parcels of this content the packs that are left allow; 0 for an empty parcel. */
export function repeats(packs: readonly number[], left: readonly number[]): number {
  let parcels = Infinity;
  packs.forEach((count, index) => {
    if (count > 0) parcels = Math.min(parcels, Math.floor(left[index]! / count));
  });
  return Number.isFinite(parcels) ? parcels : 0;
}

/** Bands worth filling to the brim, of those that take every sort: the widest, and the one with the cheapest gram. */
export function bandsToFill({ bands: all, classes }: LoadProblem): Band[] {
  const sorts = classes.reduce((found, pack) => found | pack.sort, 0);
  const bands = all.filter((band) => isOfSort(sorts, band.sort));
  const all_g = classes.reduce((sum, pack) => sum + pack.weight_g * pack.count, 0);
  const widest = bands.reduce((best, band) => (band.goods_g > best.goods_g ? band : best), bands[0]!);
  const leanest = bands.reduce((best, band) => {
    const goods_g = Math.min(band.goods_g, all_g);
    return band.cost * Math.min(best.goods_g, all_g) < best.cost * goods_g ? band : best;
  }, widest);
  return leanest === widest ? [widest] : [widest, leanest];
}
