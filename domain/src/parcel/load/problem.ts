/**
 * One load: packs of a few kinds that go to one place, as the planner's arithmetic sees it. Weights in grams, volumes in
 * millilitres, costs in whole minor units, or 1 a parcel where nothing has a price. Limits that are not set are Infinity.
 */

/** Packs that are alike in all that matters for packing. */
export interface PackClass {
  readonly weight_g: number;
  readonly volume_ml: number;
  /** Declared value, in minor units. */
  readonly value_minor: number;
  /** What cards charge for, as bits (`sortOf`): 0 is plain. */
  readonly sort: number;
  readonly count: number;
}

/** What goods up to these limits cost as one parcel: one step of one carrier's tariff in one carton. */
export interface Band {
  readonly goods_g: number;
  readonly goods_ml: number;
  readonly value_minor: number;
  readonly cost: number;
  /** Goods of these traits and no others. */
  readonly sort: number;
  /** Which way of sending it is, for the caller: an index into its list of cartons and lanes. */
  readonly box: number;
}

export interface LoadProblem {
  readonly classes: readonly PackClass[];
  /** Cheapest first; none is both dearer and narrower than another (`paretoBands`). */
  readonly bands: readonly Band[];
  /** The same with those that are not worth having: what a proof has to look at. */
  readonly steps: readonly Band[];
  /** What the cost of every parcel is a multiple of. */
  readonly unit: number;
  /** Pairs of classes that may not share a parcel. */
  readonly apart: readonly (readonly [number, number])[];
}

/** Parcels of equal content: packs of each class in one parcel, how many such parcels, the step that each of them pays. */
export interface Filling {
  readonly packs: readonly number[];
  readonly parcels: number;
  readonly band: Band;
}

export interface Score {
  readonly cost: number;
  readonly parcels: number;
}

/** Cost first, then parcels: below zero when `a` is the better one. */
export function compareScores(a: Score, b: Score): number {
  return a.cost - b.cost || a.parcels - b.parcels;
}

export function scoreOf(fillings: readonly Filling[]): Score {
  let cost = 0;
  let parcels = 0;
  for (const filling of fillings) {
    cost += filling.band.cost * filling.parcels;
    parcels += filling.parcels;
  }
  return { cost, parcels };
}

/** Bands that are worth having, cheapest first, the widest first among equally cheap ones. */
export function paretoBands(bands: readonly Band[]): Band[] {
  const sorted = [...bands].sort(
    (a, b) =>
      a.cost - b.cost ||
      compareLimits(b.goods_g, a.goods_g) ||
      compareLimits(b.goods_ml, a.goods_ml) ||
      compareLimits(b.value_minor, a.value_minor) ||
      b.sort - a.sort ||
      a.box - b.box,
  );
  const kept: Band[] = [];
  // The most grams so far for each pair of the other limits: few pairs, many grams.
  const most = new Map<string, Band>();
  for (const band of sorted) {
    const worse = [...most.values()].some(
      (known) =>
        known.goods_g >= band.goods_g &&
        known.goods_ml >= band.goods_ml &&
        known.value_minor >= band.value_minor &&
        isOfSort(band.sort, known.sort),
    );
    if (worse) continue;
    kept.push(band);
    most.set(`${band.goods_ml}/${band.value_minor}/${band.sort}`, band);
  }
  return kept;
}

/** Infinity is a limit like others: a difference of two of them would be NaN. */
function compareLimits(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether goods of one sort may be in a parcel that is priced as the other. */
export function isOfSort(sort: number, of: number): boolean {
  return (sort & ~of) === 0;
}

/** The cheapest band that takes these goods, or null. */
export function cheapestBand(
  bands: readonly Band[],
  { goods_g, goods_ml, value_minor, sort }: Omit<Band, "cost" | "box">,
): Band | null {
  for (const band of bands) {
    const takes = band.goods_g >= goods_g && band.goods_ml >= goods_ml && band.value_minor >= value_minor;
    if (takes && isOfSort(sort, band.sort)) return band;
  }
  return null;
}

/** A parcel with this content and the cheapest band for it; null when nothing takes it. */
export function fillingOf(problem: LoadProblem, packs: readonly number[], parcels: number): Filling | null {
  let goods_g = 0;
  let goods_ml = 0;
  let value_minor = 0;
  let sort = 0;
  problem.classes.forEach((pack, index) => {
    const count = packs[index]!;
    goods_g += pack.weight_g * count;
    goods_ml += pack.volume_ml * count;
    value_minor += pack.value_minor * count;
    if (count > 0) sort |= pack.sort;
  });
  const band = cheapestBand(problem.bands, { goods_g, goods_ml, value_minor, sort });
  return band === null ? null : { packs, parcels, band };
}
