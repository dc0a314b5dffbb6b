import { isOfSort, type Band, type LoadProblem, type PackClass } from "./problem";

/** Which limits the parcels of a table have beside grams. */
export type Limited = "none" | "volume" | "value" | "both";

/**
 * The table that pricing fills for parcels of one sort: grams by one axis, and by the other what else may bind, volume or
 * declared value. Sizes become whole cells. `up` rounds packs up: whatever fits the table fits the parcel. `down` rounds packs
 * down: whatever fits the parcel fits the table, which a lower bound needs. Where the cell divides every size, both are the
 * same and exact.
 */
export interface Grid {
  readonly limited: Limited;
  /** Which goods its parcels may hold (`sortOf`). */
  readonly sort: number;
  readonly cells_g: number;
  readonly cells_second: number;
  readonly unit_g: number;
  /** What the second axis measures, with the size of its cell; null where only grams can bind. */
  readonly second: { readonly measure: "volume_ml" | "value_minor"; readonly unit: number } | null;
  /** Cells a pack of each class takes. */
  readonly size_g: Int32Array;
  readonly size_second: Int32Array;
  /** Indices of the bands this table prices, and the cell of each one's limits: `g * (cells_second + 1) + second`. */
  readonly bands: readonly number[];
  readonly cells: Int32Array;
  readonly exact: boolean;
}

/** Cells of a table by grams alone; above that a cell holds more than the common divisor of the weights. */
const MAX_CELLS = 100_000;
/** A table with a second axis: exact when it has no more cells than this; else cells of 100 g by 0.25 l, less or more. */
const MAX_PLANE = 200_000;
const FINE_PLANE = 40_000;
const COARSE_G = 100;
const COARSE_ML = 250;

/** One table for each sort of limits, and of goods, among the bands. */
export function gridsOf(problem: LoadProblem, rounding: "up" | "down", max_cells = Infinity): Grid[] {
  const sorts: readonly Limited[] = ["none", "volume", "value", "both"];
  const goods = [...new Set(problem.bands.map((band) => band.sort))].sort((a, b) => a - b);
  return sorts.flatMap((limited) =>
    goods.flatMap((sort) => {
      const bands = problem.bands
        .map((_, index) => index)
        .filter((index) => limitedBy(problem.bands[index]!) === limited && problem.bands[index]!.sort === sort);
      return bands.length === 0 ? [] : [gridOf(problem, { limited, sort }, bands, rounding, max_cells)];
    }),
  );
}

function limitedBy({ goods_ml, value_minor }: Band): Limited {
  if (goods_ml === Infinity) return value_minor === Infinity ? "none" : "value";
  return value_minor === Infinity ? "volume" : "both";
}

function gridOf(
  problem: LoadProblem,
  { limited, sort }: { limited: Limited; sort: number },
  indices: readonly number[],
  rounding: "up" | "down",
  max_cells: number,
): Grid {
  const { classes } = problem;
  const bands = indices.map((index) => problem.bands[index]!);
  const limits_g = bands.map((band) => band.goods_g);
  const weights = classes.map((pack) => pack.weight_g);
  const most_g = Math.min(
    widest(limits_g),
    total(classes, (pack) => pack.weight_g),
  );
  const second = secondOf(classes, bands, limited, rounding);
  let unit_g = greatestDivisor(weights);
  let unit = second === null ? 1 : greatestDivisor(second.sizes);
  let exact = second?.exact ?? true;
  const cells = (): number => (most_g / unit_g) * (second === null ? 1 : second.most / unit);
  if (second === null) {
    const coarse = Math.ceil(most_g / Math.min(MAX_CELLS, max_cells));
    exact = coarse <= unit_g;
    unit_g = Math.max(unit_g, coarse);
  } else if (cells() > Math.min(MAX_PLANE, max_cells)) {
    exact = false;
    [unit_g, unit] = coarseUnits(unit_g, unit, most_g, second, max_cells);
  }
  const round = rounding === "up" ? Math.ceil : Math.floor;
  const cells_g = Math.floor(most_g / unit_g);
  const cells_second = second === null ? 0 : Math.floor(second.most / unit);
  return {
    limited,
    sort,
    cells_g,
    cells_second,
    unit_g,
    second: second === null ? null : { measure: second.measure, unit },
    size_g: Int32Array.from(weights, (weight) => round(weight / unit_g)),
    size_second: Int32Array.from(classes, (_, index) => (second === null ? 0 : round(second.sizes[index]! / unit))),
    bands: indices,
    cells: Int32Array.from(limits_g, (limit_g, at) => {
      const along = second === null ? 0 : Math.floor(Math.min(second.limits[at]!, second.most) / unit);
      return Math.floor(Math.min(limit_g, most_g) / unit_g) * (cells_second + 1) + along;
    }),
    exact,
  };
}

/** 100 g by 0.25 l, finer while the table stays small, coarser until it is not too large. */
function coarseUnits(
  divisor_g: number,
  divisor: number,
  most_g: number,
  second: Second,
  max_cells: number,
): [number, number] {
  const cells = (g: number, other: number): number => (most_g / g) * (second.most / other);
  let unit_g = Math.max(divisor_g, Math.min(COARSE_G, Math.ceil(most_g / 100)));
  let unit = Math.max(
    divisor,
    second.measure === "volume_ml" ? Math.min(COARSE_ML, Math.ceil(second.most / 100)) : Math.ceil(second.most / 100),
  );
  while (cells(unit_g, unit) * 4 <= Math.min(FINE_PLANE, max_cells) && unit_g > divisor_g && unit > divisor) {
    unit_g = Math.max(divisor_g, Math.ceil(unit_g / 2));
    unit = Math.max(divisor, Math.ceil(unit / 2));
  }
  while (cells(unit_g, unit) > Math.min(MAX_PLANE, max_cells)) {
    if (most_g / unit_g > second.most / unit) unit_g *= 2;
    else unit *= 2;
  }
  return [unit_g, unit];
}

interface Second {
  readonly measure: "volume_ml" | "value_minor";
  readonly sizes: readonly number[];
  /** Of each band. */
  readonly limits: readonly number[];
  readonly most: number;
  readonly exact: boolean;
}

/**
 * The second axis. Where both volume and value may bind there is one axis for the two: `up` takes the larger of a pack's shares
 * of both, which is never too little; `down` looks at volume alone, which is never too much.
 */
function secondOf(
  classes: readonly PackClass[],
  bands: readonly Band[],
  limited: Limited,
  rounding: "up" | "down",
): Second | null {
  const axis = (measure: "volume_ml" | "value_minor", limits: readonly number[], exact: boolean): Second => ({
    measure,
    sizes: classes.map((pack) => pack[measure]),
    limits,
    most: Math.min(
      widest(limits),
      total(classes, (pack) => pack[measure]),
    ),
    exact,
  });
  const goods_ml = bands.map((band) => band.goods_ml);
  const values = bands.map((band) => band.value_minor);
  const volume = limited !== "none" && limited !== "value" && binds(classes, bands, "volume_ml", goods_ml);
  const value = limited !== "none" && limited !== "volume" && binds(classes, bands, "value_minor", values);
  if (volume && (!value || rounding === "down")) return axis("volume_ml", goods_ml, !value);
  if (value && !volume) return axis("value_minor", values, true);
  if (!volume || !value) return null;
  // Millilitres that stand for one minor unit: any number is safe; this makes both limits of the widest band one.
  const ratio = widest(goods_ml) / widest(values);
  const sizes = classes.map((pack) => Math.max(pack.volume_ml, Math.ceil(pack.value_minor * ratio)));
  const limits = bands.map((band) => Math.min(band.goods_ml, Math.floor(band.value_minor * ratio)));
  return { measure: "volume_ml", sizes, limits, most: widest(limits), exact: false };
}

/** Whether a second limit can stop a parcel that its grams allow: not when even the densest packs stay below it. */
function binds(
  classes: readonly PackClass[],
  bands: readonly Band[],
  measure: "volume_ml" | "value_minor",
  limits: readonly number[],
): boolean {
  const all = total(classes, (pack) => pack[measure]);
  const densest = classes.reduce((most, pack) => Math.max(most, pack[measure] / pack.weight_g), 0);
  return bands.some((band, at) => limits[at]! < all && limits[at]! < densest * band.goods_g);
}

function widest(limits: readonly number[]): number {
  return limits.reduce((most, limit) => Math.max(most, limit), 0);
}

function total(classes: readonly PackClass[], size: (pack: PackClass) => number): number {
  return classes.reduce((sum, pack) => sum + size(pack) * pack.count, 0);
}

function greatestDivisor(sizes: readonly number[]): number {
  return Math.max(
    1,
    sizes.reduce((found, size) => gcd(found, size), 0),
  );
}

export function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** For each class whether it may be in parcels of a table: of its sort, and of a set that may go together. */
export function maskFor({ classes }: LoadProblem, { sort }: Pick<Grid, "sort">, set: readonly boolean[]): boolean[] {
  return classes.map((pack, index) => set[index]! && isOfSort(pack.sort, sort));
}
