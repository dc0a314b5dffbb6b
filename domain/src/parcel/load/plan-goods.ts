import type { Placement } from "../boxes/placement";
import { parcelGoods, type Pricer, type PricedBox } from "../pricing";
import { sortOf } from "../traits";
import { bandsOf, type Tariff } from "./bands";
import type { Certificate, CertificatePart } from "./certificate";
import { bandsToFill, firstFit, largestFirst } from "./first-fit";
import { leastInsurance } from "./insurance-bound";
import { kindsOf, partsOf, type Goods, type GoodsPart, type KindFilling } from "./goods";
import { weightBound } from "./lower-bound";
import { scoreOf, type Filling, type LoadProblem, type Score } from "./problem";
import { randomOf } from "./random";
import { solveLoad } from "./solve";
import { packWeighed } from "./weighed";

/** Classes up to which a linear programme is worth its time; above, goods are as good as weighed one by one. */
export const MAX_CLASSES = 200;

export interface PlanOptions {
  /** Any number: the same seed, the same plan. */
  readonly seed?: number;
  /** Milliseconds of the clock that `limit_ms` is measured on, such as `performance.now`. Without it there is no limit. */
  readonly now?: () => number;
  /** After so long the best plan so far is given, with a bound that holds all the same. */
  readonly limit_ms?: number;
  /** The same as a time on that clock: one end for many loads. */
  readonly until?: number;
  /** How long to look for a better plan once there is a good one: 1 is some tenths of a second, and none where it is optimal. */
  readonly effort?: number;
}

/** Equal parcels. */
export interface GoodsPattern {
  readonly parcels: number;
  /** By kind, never empty. */
  readonly items: readonly { readonly kind: string; readonly count: number }[];
  readonly goods_g: number;
  readonly goods_ml: number;
  readonly value_minor: number;
  readonly box: PricedBox;
  /** How the packs lie in the carton, where all sides are known. */
  readonly placement: Placement | null;
}

export interface GoodsPlan {
  readonly patterns: readonly GoodsPattern[];
  readonly certificate: Certificate;
}

/**
 * Parcels for goods that go to one place, at the least cost that can be shown, then the fewest parcels. Every pack must fit a
 * box by itself. Null when the tariffs have more steps than can be looked at. Sides of packs are not looked at; `fill` is the part
 * of a carton's volume to count on: below 1 the plan is one, and its certificate is none.
 */
export function planGoods(
  goods: readonly Goods[],
  pricer: Pricer,
  options: PlanOptions = {},
  fill = 1,
): GoodsPlan | null {
  const all_g = goods.reduce((sum, item) => sum + item.weight_g * item.count, 0);
  const sorts = goods.map((item) => sortOf(item.traits));
  const tariff = bandsOf(pricer.boxes, { capacity_g: pricer.capacity_g, all_g, sorts, fill });
  if (tariff === null) return null;
  const due = dueOf(options);
  const planned = partsOf(goods).map((part) => planPart(part, tariff, options, due));
  const patterns = patternsOf(
    goods,
    planned.flatMap(({ fillings }) => fillings),
    pricer,
  );
  const objective = pricer.free ? "parcels" : "cost";
  // In no step of the tariff, and so in no part's bound.
  const insurance_minor = pricer.free ? 0 : leastInsurance(pricer.boxes, goods);
  // Nothing has a price but insurance: fewer parcels are no proof of less cost.
  const parts = tariff.free && !pricer.free ? planned.map(withoutBound) : planned;
  return {
    patterns,
    certificate: {
      objective,
      lower_bound: parts.reduce((sum, { part }) => sum + part.bound, insurance_minor),
      ...(insurance_minor === 0 ? {} : { insurance_minor }),
      upper_bound: reached(patterns, objective),
      parts: parts.map(({ part }) => part),
      converged: planned.every(({ converged }) => converged),
    },
  };
}

/** By weight, where a gram costs nothing. */
function withoutBound(planned: PlannedPart): PlannedPart {
  const { kinds } = planned.part;
  return { ...planned, part: { by: "weight", kinds, threshold_g: 0, goods_g: 1, cost: 0, bound: 0 } };
}

interface PlannedPart {
  readonly fillings: readonly KindFilling[];
  readonly part: CertificatePart;
  readonly converged: boolean;
}

function planPart(
  part: GoodsPart,
  { bands, steps, unit, free }: Tariff,
  options: PlanOptions,
  due: () => boolean,
): PlannedPart {
  const problem: LoadProblem = { classes: part.classes, bands, steps, unit, apart: part.apart };
  const kinds = part.members.flatMap((alike) => alike.map((item) => item.kind));
  const { seed = 1, effort = 1 } = options;
  if (part.classes.length > MAX_CLASSES) {
    const bound = weightBound(problem, free);
    const search = { effort, random: randomOf(seed), due };
    const fillings = part.apart.length === 0 ? packWeighed(part, problem, search)?.fillings : undefined;
    return {
      fillings: fillings ?? kindsOf(part, byClass(problem)),
      part: { by: "weight", kinds, ...bound },
      converged: true,
    };
  }
  const { fillings, proof, apart, converged } = solveLoad(problem, { seed, effort, due });
  const prices = part.members.flatMap((alike, index) => alike.map(() => proof.prices[index]!));
  return {
    fillings: kindsOf(part, fillings),
    part: { by: "prices", kinds, ...proof, prices, apart },
    converged,
  };
}

/** Very many classes of which some must keep apart: first-fit decreasing, class by class. */
function byClass(problem: LoadProblem): readonly Filling[] {
  const demand = problem.classes.map((pack) => pack.count);
  const plans = bandsToFill(problem)
    .flatMap((band) => largestFirst(problem).map((order) => firstFit(problem, demand, order, band)))
    .filter((plan) => plan !== null);
  const [first] = plans.sort((a, b) => scoreOf(a).cost - scoreOf(b).cost || scoreOf(a).parcels - scoreOf(b).parcels);
  if (first === undefined) throw new Error("planGoods: a pack fits no parcel");
  return first;
}

function patternsOf(goods: readonly Goods[], fillings: readonly KindFilling[], pricer: Pricer): GoodsPattern[] {
  const kinds = new Map(goods.map((item) => [item.kind, item]));
  return inOrder(
    fillings.map(({ items, parcels }) =>
      patternOf(
        items.map(({ kind }) => kinds.get(kind)!),
        items.map(({ count }) => count),
        parcels,
        pricer,
      ),
    ),
  );
}

/** Parcels of so many packs of each kind, in the cheapest box by weight, volume and value. */
export function patternOf(
  goods: readonly Goods[],
  counts: readonly number[],
  parcels: number,
  pricer: Pricer,
): GoodsPattern {
  const { goods_g, goods_ml, value_minor, traits } = parcelGoods(goods, counts);
  const box = pricer.box(goods_g, goods_ml, value_minor, traits);
  if (box === null) throw new Error(`planned a parcel of ${goods_g} g that no box takes`);
  const items = goods.map(({ kind }, at) => ({ kind, count: counts[at]! })).filter((item) => item.count > 0);
  return { parcels, items, goods_g, goods_ml, value_minor, box, placement: null };
}

/** The largest runs first, then by content: the same order whatever way the plan was found. */
export function inOrder(patterns: readonly GoodsPattern[]): GoodsPattern[] {
  const keyed = patterns.map((pattern) => ({ pattern, key: JSON.stringify(pattern.items) }));
  const merged = new Map<string, { pattern: GoodsPattern; key: string }>();
  for (const { pattern, key } of keyed) {
    const known = merged.get(key);
    const parcels = pattern.parcels + (known?.pattern.parcels ?? 0);
    merged.set(key, { key, pattern: { ...pattern, parcels } });
  }
  return [...merged.values()]
    .sort((a, b) => b.pattern.parcels - a.pattern.parcels || (a.key < b.key ? -1 : 1))
    .map(({ pattern }) => pattern);
}

/** What parcels cost, and how many there are. */
export function sumsOf(patterns: readonly GoodsPattern[]): Score {
  return {
    cost: patterns.reduce((sum, { box, parcels }) => sum + Number(box.cost_minor) * parcels, 0),
    parcels: patterns.reduce((sum, { parcels }) => sum + parcels, 0),
  };
}

/** That of the two which is to be least. */
export function reached(patterns: readonly GoodsPattern[], objective: Certificate["objective"]): number {
  const { cost, parcels } = sumsOf(patterns);
  return objective === "cost" ? cost : parcels;
}

export function dueOf({ now, limit_ms = Infinity, until = Infinity }: PlanOptions): () => boolean {
  if (now === undefined || Math.min(limit_ms, until) === Infinity) return () => false;
  const end = Math.min(until, now() + limit_ms);
  return () => now() >= end;
}
