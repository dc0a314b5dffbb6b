import type { LoadProblem } from "./problem";

/**
 * The table that pricing fills: grams by one axis, and by the other what else may bind, volume or declared value ("bulk").
 * Sizes become whole cells. `up` rounds packs up: whatever fits the table fits the parcel. `down` rounds packs down: whatever
 * fits the parcel fits the table, which a lower bound needs. Where the cell divides every size, both are the same and exact.
 */
export interface Grid {
  readonly cells_g: number;
  readonly cells_bulk: number;
  /** Cells a pack of each class takes. */
  readonly size_g: Int32Array;
  readonly size_bulk: Int32Array;
  /** The cell of each band's limits: `g * (cells_bulk + 1) + bulk`. */
  readonly bandCell: Int32Array;
  readonly exact: boolean;
  readonly unit_g: number;
  /** What the second axis measures, with the size of its cell; null where only grams may bind. */
  readonly second: { readonly measure: "volume_ml" | "value_minor"; readonly unit: number } | null;
}

/** Cells of a table by grams alone; above that a cell holds more than the common divisor of the weights. */
const MAX_CELLS = 400_000;
/** A table by grams and volume: exact when it has no more cells than this, else cells of 100 g by 0.25 l or larger. */
const MAX_PLANE = 200_000;
const COARSE_G = 100;
const COARSE_ML = 250;

export function gridOf(problem: LoadProblem, rounding: "up" | "down", max_cells = Infinity): Grid {
  const { classes, bands } = problem;
  const most_g = most(
    bands.map((band) => band.goods_g),
    classes.reduce((sum, pack) => sum + pack.weight_g * pack.count, 0),
  );
  const weights = classes.map((pack) => pack.weight_g);
  const second = bulkOf(problem, rounding);
  if (second === null) {
    const divisor = greatestDivisor(weights);
    const unit = Math.max(divisor, Math.ceil(most_g / Math.min(MAX_CELLS, max_cells)));
    const exact = unit === divisor;
    return {
      cells_g: Math.floor(most_g / unit),
      cells_bulk: 0,
      size_g: Int32Array.from(weights, (weight) => cells(weight, unit, rounding)),
      size_bulk: new Int32Array(classes.length),
      bandCell: Int32Array.from(bands, (band) => Math.floor(Math.min(band.goods_g, most_g) / unit)),
      exact,
      unit_g: unit,
      second: null,
    };
  }
  const max_plane = Math.min(MAX_PLANE, max_cells);
  let unit_g = greatestDivisor(weights);
  let unit_bulk = greatestDivisor(second.sizes);
  let exact = second.exact;
  if ((most_g / unit_g) * (second.most / unit_bulk) > max_plane) {
    exact = false;
    unit_g = Math.max(unit_g, Math.min(COARSE_G, Math.ceil(most_g / 200)));
    unit_bulk = Math.max(unit_bulk, second.measure === "volume_ml" ? COARSE_ML : 1, Math.ceil((second.most * unit_g) / most_g / 1_000));
    while ((most_g / unit_g) * (second.most / unit_bulk) > max_plane) {
      if (most_g / unit_g > second.most / unit_bulk) unit_g *= 2;
      else unit_bulk *= 2;
    }
  }
  const cells_g = Math.floor(most_g / unit_g);
  const cells_bulk = Math.floor(second.most / unit_bulk);
  return {
    cells_g,
    cells_bulk,
    size_g: Int32Array.from(weights, (weight) => cells(weight, unit_g, rounding)),
    size_bulk: Int32Array.from(second.sizes, (size) => cells(size, unit_bulk, rounding)),
    bandCell: Int32Array.from(
      bands,
      (band, index) =>
        Math.floor(Math.min(band.goods_g, most_g) / unit_g) * (cells_bulk + 1) +
        Math.floor(Math.min(second.limits[index]!, second.most) / unit_bulk),
    ),
    exact,
    unit_g,
    second: { measure: second.measure, unit: unit_bulk },
  };
}

interface Bulk {
  readonly sizes: readonly number[];
  /** Of each band. */
  readonly limits: readonly number[];
  readonly most: number;
  readonly measure: "volume_ml" | "value_minor";
  readonly exact: boolean;
}

/**
 * What limits a parcel beside grams. Where both volume and value may bind there is one axis for the two: `up` takes the larger
 * of a pack's shares of both, which is never too little; `down` looks at volume alone, which is never too much.
 */
function bulkOf({ classes, bands }: LoadProblem, rounding: "up" | "down"): Bulk | null {
  const volume = binds(
    classes.map((pack) => [pack.weight_g, pack.volume_ml * pack.count, pack.volume_ml]),
    bands.map((band) => [band.goods_g, band.goods_ml]),
  );
  const value = binds(
    classes.map((pack) => [pack.weight_g, pack.value_minor * pack.count, pack.value_minor]),
    bands.map((band) => [band.goods_g, band.value_minor]),
  );
  if (!volume && !value) return null;
  const volumes = classes.map((pack) => pack.volume_ml);
  const volumeLimits = bands.map((band) => band.goods_ml);
  const all_ml = classes.reduce((sum, pack) => sum + pack.volume_ml * pack.count, 0);
  if (volume && (!value || rounding === "down")) {
    return { sizes: volumes, limits: volumeLimits, most: most(volumeLimits, all_ml), measure: "volume_ml", exact: !value };
  }
  const values = classes.map((pack) => pack.value_minor);
  const valueLimits = bands.map((band) => band.value_minor);
  const all_value = values.reduce((sum, each, index) => sum + each * classes[index]!.count, 0);
  if (!volume) {
    return { sizes: values, limits: valueLimits, most: most(valueLimits, all_value), measure: "value_minor", exact: true };
  }
  // Millilitres that stand for one minor unit: any number is safe; this makes both limits of the widest band one.
  const ratio = most(volumeLimits, all_ml) / Math.max(1, most(valueLimits, all_value));
  const sizes = classes.map((pack) => Math.max(pack.volume_ml, Math.ceil(pack.value_minor * ratio)));
  const limits = bands.map((band) => Math.min(band.goods_ml, Math.floor(band.value_minor * ratio)));
  const all = sizes.reduce((sum, size, index) => sum + size * classes[index]!.count, 0);
  return { sizes, limits, most: most(limits, all), measure: "volume_ml", exact: false };
}

/** Whether a second limit can stop a parcel that its grams allow: not when even the densest packs stay below it. */
function binds(packs: readonly (readonly number[])[], bands: readonly (readonly number[])[]): boolean {
  const all = packs.reduce((sum, [, total]) => sum + total!, 0);
  const densest = Math.max(0, ...packs.map(([weight, , size]) => size! / weight!));
  return bands.some(([goods_g, limit]) => limit! < all && limit! < densest * goods_g!);
}

/** The widest limit there is; where there is none, all of it. */
function most(limits: readonly number[], all: number): number {
  return Math.min(
    all,
    limits.reduce((widest, limit) => Math.max(widest, limit), 0),
  );
}

function cells(size: number, unit: number, rounding: "up" | "down"): number {
  return rounding === "up" ? Math.ceil(size / unit) : Math.floor(size / unit);
}

function greatestDivisor(sizes: readonly number[]): number {
  const divisor = sizes.reduce((found, size) => gcd(found, size), 0);
  return Math.max(1, divisor);
}

export function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
