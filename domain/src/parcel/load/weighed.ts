import { compareText } from "../../shared/order";
import { bandsToFill } from "./first-fit";
import type { GoodsPart, KindFilling } from "./goods";
import { fillUp } from "./fill-up";
import { weightBound } from "./lower-bound";
import { cheapestBand, type Band, type LoadProblem, type PackClass } from "./problem";
import { RoomTree } from "./room-tree";

export interface WeighedOptions {
  readonly effort: number;
  readonly random: () => number;
  readonly due: () => boolean;
}

/**
 * Parcels for goods that are each weighed by themselves: about as many sizes as packs, so that parcels hardly repeat. Tried for the
 * widest parcel and for the one with the cheapest gram, the cheaper plan taken: first-fit decreasing over a segment tree, and where
 * weight alone can fill a parcel, `fillUp`. Needs a part without forbidden pairs. Null when a pack fits neither.
 */
export function packWeighed(
  part: GoodsPart,
  problem: LoadProblem,
  options: WeighedOptions,
): { fillings: KindFilling[]; cost: number } | null {
  const { bands } = problem;
  let best: { parcels: readonly (readonly number[])[]; cost: number } | null = null;
  for (const band of bandsToFill(problem)) {
    for (const plan of [firstFit, byWeight]) {
      const parcels = plan(part, band, problem, options);
      const cost = parcels === null ? null : costOf(part, parcels, bands);
      if (parcels === null || cost === null) continue;
      if (best === null || cost < best.cost || (cost === best.cost && parcels.length < best.parcels.length)) {
        best = { parcels, cost };
      }
    }
  }
  return best === null ? null : { fillings: named(part, best.parcels), cost: best.cost };
}

/** Null where something else than weight may fill a parcel: packs are not chosen by that. */
function byWeight(
  { classes }: GoodsPart,
  band: Band,
  problem: LoadProblem,
  options: WeighedOptions,
): number[][] | null {
  const stops = (of: (pack: PackClass) => number, limit: number): boolean =>
    classes.some((pack) => of(pack) * band.goods_g > limit * pack.weight_g);
  if (stops((pack) => pack.volume_ml, band.goods_ml) || stops((pack) => pack.value_minor, band.value_minor))
    return null;
  const ofPack = classes.flatMap((pack, index) => Array.from({ length: pack.count }, () => index));
  const { bound } = weightBound({ ...problem, bands: [band] }, true);
  const contents = fillUp(
    ofPack.map((index) => classes[index]!.weight_g),
    band.goods_g,
    { ...options, bound },
  );
  return contents?.map((content) => content.map((at) => ofPack[at]!)) ?? null;
}

/** For each parcel the classes of its packs, one entry a pack. */
function firstFit({ classes }: GoodsPart, band: Band): number[][] | null {
  const packs = classes.reduce((sum, pack) => sum + pack.count, 0);
  const tree = new RoomTree(packs, [band.goods_g, band.goods_ml, band.value_minor]);
  const parcels: number[][] = [];
  for (const [index, { weight_g, volume_ml, value_minor, count }] of classes.entries()) {
    for (let pack = 0; pack < count; pack++) {
      const parcel = tree.place([weight_g, volume_ml, value_minor]);
      if (parcel === null) return null;
      const content = parcels[parcel];
      if (content === undefined) parcels.push([index]);
      else content.push(index);
    }
  }
  return parcels;
}

function costOf(
  { classes }: GoodsPart,
  parcels: readonly (readonly number[])[],
  bands: readonly Band[],
): number | null {
  let cost = 0;
  for (const content of parcels) {
    const sum = { goods_g: 0, goods_ml: 0, value_minor: 0, sort: 0 };
    for (const index of content) {
      const pack = classes[index]!;
      sum.goods_g += pack.weight_g;
      sum.goods_ml += pack.volume_ml;
      sum.value_minor += pack.value_minor;
      sum.sort |= pack.sort;
    }
    const band = cheapestBand(bands, sum);
    if (band === null) return null;
    cost += band.cost;
  }
  return cost;
}

/** Packs by kind; equal parcels counted together. */
function named({ members }: GoodsPart, parcels: readonly (readonly number[])[]): KindFilling[] {
  const cursor = members.map(() => 0);
  const left = members.map((alike) => alike[0]!.count);
  const found = new Map<string, { items: { kind: string; count: number }[]; parcels: number }>();
  for (const content of parcels) {
    const counts = new Map<string, number>();
    for (const index of content) {
      if (left[index] === 0) left[index] = members[index]![++cursor[index]!]!.count;
      left[index]!--;
      const { kind } = members[index]![cursor[index]!]!;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const items = [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => compareText(a.kind, b.kind));
    const key = JSON.stringify(items);
    const known = found.get(key);
    if (known === undefined) found.set(key, { items, parcels: 1 });
    else known.parcels++;
  }
  return [...found.values()];
}
