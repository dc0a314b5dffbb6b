import type { Pricer, PricedBox } from "../pricing";
import { bandsOf, type Tariff } from "./bands";
import type { Certificate, CertificatePart } from "./certificate";
import { bandsToFill, firstFit, largestFirst } from "./first-fit";
import { kindsOf, partsOf, type Goods, type GoodsPart, type KindFilling } from "./goods";
import { weightBound } from "./lower-bound";
import { scoreOf, type Filling, type LoadProblem } from "./problem";
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
  readonly box: PricedBox;
}

export interface GoodsPlan {
  readonly patterns: readonly GoodsPattern[];
  readonly certificate: Certificate;
}

/**
 * Parcels for goods that go to one place, at the least cost that can be shown, then the fewest parcels. Every pack must fit a
 * box by itself. Null when the tariffs have more steps than can be looked at.
 */
export function planGoods(goods: readonly Goods[], pricer: Pricer, options: PlanOptions = {}): GoodsPlan | null {
  const all_g = goods.reduce((sum, item) => sum + item.weight_g * item.count, 0);
  const tariff = bandsOf(pricer.boxes, pricer.capacity_g, all_g);
  if (tariff === null) return null;
  const due = dueOf(options);
  const planned = partsOf(goods).map((part) => planPart(part, tariff, options, due));
  const patterns = patternsOf(
    goods,
    planned.flatMap(({ fillings }) => fillings),
    pricer,
  );
  const parcels = patterns.reduce((sum, pattern) => sum + pattern.parcels, 0);
  const cost = patterns.reduce((sum, pattern) => sum + Number(pattern.box.cost_minor) * pattern.parcels, 0);
  return {
    patterns,
    certificate: {
      objective: tariff.free ? "parcels" : "cost",
      lower_bound: planned.reduce((sum, { part }) => sum + part.bound, 0),
      upper_bound: tariff.free ? parcels : cost,
      parts: planned.map(({ part }) => part),
      converged: planned.every(({ converged }) => converged),
    },
  };
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
  if (part.classes.length > MAX_CLASSES) {
    const bound = weightBound(problem, free);
    const fillings = part.apart.length === 0 ? packWeighed(part, problem)?.fillings : undefined;
    return {
      fillings: fillings ?? kindsOf(part, byClass(problem)),
      part: { by: "weight", kinds, ...bound },
      converged: true,
    };
  }
  const { seed = 1, effort = 1 } = options;
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
  const sizes = new Map(goods.map((item) => [item.kind, item]));
  const found = fillings.map(({ items, parcels }): GoodsPattern => {
    let goods_g = 0;
    let goods_ml = 0;
    let value_minor = 0;
    for (const { kind, count } of items) {
      const size = sizes.get(kind)!;
      goods_g += size.weight_g * count;
      goods_ml += size.volume_ml * count;
      value_minor += size.value_minor * count;
    }
    const box = pricer.box(goods_g, goods_ml, value_minor);
    if (box === null) throw new Error(`planGoods: planned a parcel of ${goods_g} g that no box takes`);
    return { parcels, items, goods_g, goods_ml, box };
  });
  return inOrder(found);
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

function dueOf({ now, limit_ms = Infinity, until = Infinity }: PlanOptions): () => boolean {
  if (now === undefined || Math.min(limit_ms, until) === Infinity) return () => false;
  const end = Math.min(until, now() + limit_ms);
  return () => now() >= end;
}
