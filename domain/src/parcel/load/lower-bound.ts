import type { LoadProblem } from "./problem";

export interface WeightBound {
  readonly threshold_g: number;
  readonly goods_g: number;
  readonly cost: number;
  readonly bound: number;
}

/**
 * The best bound by weight alone, for loads of too many classes for a linear programme. Where parcels are counted: L2 of
 * Martello and Toth (1990) over every threshold, in one pass over the sorted weights. Where they cost: all grams at the price
 * of the cheapest gram. Needs classes sorted by weight, the heaviest first.
 */
export function weightBound(problem: LoadProblem, free: boolean): WeightBound {
  const { classes, bands } = problem;
  const all_g = classes.reduce((sum, pack) => sum + BigInt(pack.weight_g) * BigInt(pack.count), 0n);
  if (!free) {
    const lean = bands.reduce((best, band) => {
      return BigInt(band.cost) * BigInt(best.goods_g) < BigInt(best.cost) * BigInt(band.goods_g) ? band : best;
    }, bands[0]!);
    const unit = BigInt(problem.unit);
    const goods = BigInt(lean.goods_g) * unit;
    const bound = ((all_g * BigInt(lean.cost) + goods - 1n) / goods) * unit;
    return { threshold_g: 0, goods_g: lean.goods_g, cost: lean.cost, bound: Number(bound) };
  }
  const capacity_g = bands.reduce((most, band) => Math.max(most, band.goods_g), 0);
  const capacity = BigInt(capacity_g);
  let best = { threshold_g: 0, goods_g: capacity_g, cost: 1, bound: Number((all_g + capacity - 1n) / capacity) };
  // As the threshold falls from half a parcel, more packs count by weight and fewer count as a parcel each.
  let heavy = 0;
  let heavyAt = 0;
  let middle_g = 0n;
  let middleAt = 0;
  while (heavyAt < classes.length && classes[heavyAt]!.weight_g * 2 > capacity_g) heavy += classes[heavyAt++]!.count;
  middleAt = heavyAt;
  const boundAt = (threshold_g: number): void => {
    const bound = heavy + Number((middle_g + capacity - 1n) / capacity);
    if (bound > best.bound) best = { threshold_g, goods_g: capacity_g, cost: 1, bound };
  };
  boundAt(Math.floor(capacity_g / 2));
  while (middleAt < classes.length) {
    const threshold_g = classes[middleAt]!.weight_g;
    for (; middleAt < classes.length && classes[middleAt]!.weight_g === threshold_g; middleAt++) {
      middle_g += BigInt(threshold_g) * BigInt(classes[middleAt]!.count);
    }
    while (heavyAt > 0 && classes[heavyAt - 1]!.weight_g <= capacity_g - threshold_g) {
      const pack = classes[--heavyAt]!;
      heavy -= pack.count;
      middle_g += BigInt(pack.weight_g) * BigInt(pack.count);
    }
    boundAt(threshold_g);
  }
  return best;
}
