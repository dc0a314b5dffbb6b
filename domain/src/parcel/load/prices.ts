import type { Knapsack } from "./knapsack";
import type { LoadProblem } from "./problem";

/** Whole prices and the bound that follows from them: no parcel's content is worth more than `scale` times what it costs. */
export interface WholePrices {
  readonly scale: number;
  /** By class. */
  readonly prices: readonly number[];
  /** No plan costs less: what all packs are worth, over the scale, rounded up to what costs can sum to. */
  readonly bound: number;
}

/** Values of parcels stay below this, where doubles count exactly. */
const MOST = 2 ** 52;
const ATTEMPTS = 8;

/**
 * Prices of a linear programme as whole numbers that prove a bound without rounding: each is rounded down, then all are made
 * smaller until the dearest content of every band is worth no more than `scale * cost`, by the exact table. `masks`: the sets
 * of classes that may go together, which is what the table is asked about.
 */
export function wholePrices(
  problem: LoadProblem,
  knapsack: Knapsack,
  masks: readonly (readonly boolean[])[],
  prices: ArrayLike<number>,
): WholePrices {
  const { classes, bands } = problem;
  const dearest = bands.reduce((most, band) => Math.max(most, band.cost), 0);
  const scale = 2 ** Math.floor(Math.log2(MOST / Math.max(1, dearest)));
  const free = bands.filter((band) => band.cost === 0);
  let whole = classes.map((pack, index) => {
    const costsNothing = free.some((band) => fits(pack, band));
    return costsNothing ? 0 : Math.max(0, Math.floor(prices[index]! * scale));
  });
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const factor = smallest(problem, knapsack, masks, whole, scale);
    if (factor >= 1) return { scale, prices: whole, bound: boundOf(problem, whole, scale) };
    whole = whole.map((price) => Math.max(0, Math.floor(price * factor) - attempt));
  }
  return { scale, prices: classes.map(() => 0), bound: 0 };
}

/** ceil(sum(price * count) / scale), and up to a multiple of what all costs are multiples of. */
function boundOf({ classes, unit }: LoadProblem, prices: readonly number[], scale: number): number {
  const worth = classes.reduce((sum, pack, index) => sum + BigInt(prices[index]!) * BigInt(pack.count), 0n);
  const each = BigInt(scale) * BigInt(unit);
  return Number((worth + each - 1n) / each) * unit;
}

/** The least `scale * cost / worth` over all bands and contents; 1 or more when the prices are right as they are. */
function smallest(
  { bands }: LoadProblem,
  knapsack: Knapsack,
  masks: readonly (readonly boolean[])[],
  prices: readonly number[],
  scale: number,
): number {
  let factor = Infinity;
  for (const mask of masks) {
    knapsack.solve(prices.map((price, index) => (mask[index] ? price : 0)));
    bands.forEach((band, at) => {
      const worth = knapsack.value[knapsack.grid.bandCell[at]!]!;
      if (worth > scale * band.cost) factor = Math.min(factor, (scale * band.cost) / worth);
    });
  }
  return factor;
}

function fits(
  pack: { weight_g: number; volume_ml: number; value_minor: number },
  band: { goods_g: number; goods_ml: number; value_minor: number },
): boolean {
  return pack.weight_g <= band.goods_g && pack.volume_ml <= band.goods_ml && pack.value_minor <= band.value_minor;
}
