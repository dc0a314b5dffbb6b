import type { CertificateTable } from "./certificate";
import { gridsOf, maskFor, type Grid } from "./grid";
import { Knapsack } from "./knapsack";
import { isOfSort, type LoadProblem } from "./problem";
import { traitsOfSort } from "../traits";

/** Whole prices and the bound that follows from them: no parcel's content is worth more than `scale` times what it costs. */
export interface WholePrices {
  readonly scale: number;
  /** By class. */
  readonly prices: readonly number[];
  /** Where that was looked up. */
  readonly tables: readonly CertificateTable[];
  /** No plan costs less: what all packs are worth, over the scale, rounded up to what costs can sum to. */
  readonly bound: number;
}

/** Values of parcels stay below this, where doubles count exactly. */
const MOST = 2 ** 52;
const ATTEMPTS = 8;

/**
 * Prices of a linear programme as whole numbers that prove a bound without rounding: each is rounded down, then all are made
 * smaller until the dearest content of every step is worth no more than `scale * cost`, by the exact tables. `masks`: the sets
 * of classes that may go together, which is what the tables are asked about.
 */
export function wholePrices(
  problem: LoadProblem,
  masks: readonly (readonly boolean[])[],
  prices: ArrayLike<number>,
): WholePrices {
  const { classes, steps } = problem;
  const counts = classes.map((pack) => pack.count);
  const tables = gridsOf({ ...problem, bands: steps }, "down").map((grid) => new Knapsack(grid, counts));
  const dearest = steps.reduce((most, band) => Math.max(most, band.cost), 0);
  const scale = 2 ** Math.floor(Math.log2(MOST / Math.max(1, dearest)));
  const free = steps.filter((band) => band.cost === 0);
  const described = tables.map(({ grid }) => tableOf(grid));
  let whole = classes.map((pack, index) => {
    const costsNothing = free.some((band) => fits(pack, band));
    return costsNothing ? 0 : Math.max(0, Math.floor(prices[index]! * scale));
  });
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const factor = smallest(problem, tables, masks, whole, scale);
    if (factor >= 1) return { scale, prices: whole, tables: described, bound: boundOf(problem, whole, scale) };
    whole = whole.map((price) => Math.max(0, Math.floor(price * factor) - attempt));
  }
  return { scale, prices: classes.map(() => 0), tables: described, bound: 0 };
}

/** ceil(sum(price * count) / scale), and up to a multiple of what all costs are multiples of. */
function boundOf({ classes, unit }: LoadProblem, prices: readonly number[], scale: number): number {
  const worth = classes.reduce((sum, pack, index) => sum + BigInt(prices[index]!) * BigInt(pack.count), 0n);
  const each = BigInt(scale) * BigInt(unit);
  return Number((worth + each - 1n) / each) * unit;
}

/** The least `scale * cost / worth` over all bands and contents; 1 or more when the prices are right as they are. */
function smallest(
  problem: LoadProblem,
  tables: readonly Knapsack[],
  masks: readonly (readonly boolean[])[],
  prices: readonly number[],
  scale: number,
): number {
  let factor = Infinity;
  for (const table of tables) {
    for (const set of masks) {
      const mask = maskFor(problem, table.grid, set);
      table.solve(prices.map((price, index) => (mask[index] ? price : 0)));
      table.grid.bands.forEach((index, at) => {
        const cost = scale * problem.steps[index]!.cost;
        const worth = table.value[table.grid.cells[at]!]!;
        if (worth > cost) factor = Math.min(factor, cost / worth);
      });
    }
  }
  return factor;
}

function tableOf({ limited, sort, unit_g, second }: Grid): CertificateTable {
  return { limited, ...traitsOfSort(sort), unit_g, second: second?.measure ?? null, unit_second: second?.unit ?? 1 };
}

function fits(
  pack: { weight_g: number; volume_ml: number; value_minor: number; sort: number },
  band: { goods_g: number; goods_ml: number; value_minor: number; sort: number },
): boolean {
  const small = pack.weight_g <= band.goods_g && pack.volume_ml <= band.goods_ml;
  return small && pack.value_minor <= band.value_minor && isOfSort(pack.sort, band.sort);
}
