import { z } from "zod";
import { goodsItemSchema } from "./goods-schema";
import type { Goods } from "./load/goods";
import { inOrder, type GoodsPattern, type GoodsPlan } from "./load/plan-goods";
import { compareScores, type Score } from "./load/problem";
import type { BasketPlanner } from "./plan-basket";
import type { Lane, Pricer } from "./pricing";

/** What cards charge for besides weight, volume and value: a parcel is fragile, or cold, when anything in it is. */
export interface Traits {
  readonly fragile: boolean;
  readonly cold: boolean;
}

export const NO_TRAITS: Traits = { fragile: false, cold: false };

/** Packs that cards charge more for: a parcel is fragile, or cold, when anything in it is. */
export const basketItemSchema = goodsItemSchema.extend({
  fragile: z.boolean().optional(),
  cold: z.boolean().optional(),
});

/** What all of these together are. */
export function traitsOf(all: readonly Traits[]): Traits {
  return { fragile: all.some((one) => one.fragile), cold: all.some((one) => one.cold) };
}

/** Which of them some card of these lanes charges for; the others change no price, and baskets that differ only in them are equal. */
export function chargedFor(lanes: readonly Lane[]): Traits {
  const codes = new Set(lanes.flatMap(({ card }) => (card.surcharges ?? []).map((surcharge) => surcharge.code)));
  return { fragile: codes.has("fragile"), cold: codes.has("cold") };
}

/** Lanes as they price parcels of goods like that. */
export function lanesFor(lanes: readonly Lane[], traits: Traits): Lane[] {
  return lanes.map((lane) => ({ ...lane, traits }));
}

/** Goods by what they are, each group priced alike; the order of the input does not matter. */
export function groupsOf(
  goods: readonly Goods[],
  traitsOfKind: (kind: string) => Traits,
): { traits: Traits; goods: Goods[] }[] {
  const groups = new Map<string, { traits: Traits; goods: Goods[] }>();
  for (const item of goods) {
    const traits = traitsOfKind(item.kind);
    const key = traitsKey(traits);
    const known = groups.get(key);
    if (known) known.goods.push(item);
    else groups.set(key, { traits, goods: [item] });
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

export function traitsKey({ fragile, cold }: Traits): string {
  return `${fragile ? "f" : "-"}${cold ? "c" : "-"}`;
}

/** Of each kind what cards charge for, where they do; null when a kind is listed as two sorts. */
export function chargedTraits(
  items: readonly z.output<typeof basketItemSchema>[],
  charged: Traits,
): Map<string, Traits> | null {
  const traits = new Map<string, Traits>();
  for (const { kind, fragile = false, cold = false, count } of items) {
    if (count === 0) continue;
    const own = { fragile: fragile && charged.fragile, cold: cold && charged.cold };
    const known = traits.get(kind);
    if (known !== undefined && traitsKey(known) !== traitsKey(own)) return null;
    traits.set(kind, own);
  }
  // Plain goods are not named, so that baskets without any such goods are what they were.
  for (const [kind, own] of traits) if (!own.fragile && !own.cold) traits.delete(kind);
  return traits;
}

/** Prices of one destination for goods of one sort, and who plans by them. */
export interface Priced {
  readonly pricer: Pricer;
  readonly planner: BasketPlanner;
}

/** The goods of one destination, by what cards charge for. */
export interface SortedGoods {
  readonly goods: readonly Goods[];
  /** Each sort by itself: mostly one of all. */
  readonly groups: readonly (Priced & { readonly goods: readonly Goods[] })[];
  /** Of the kinds that some card charges more for. */
  readonly traits: ReadonlyMap<string, Traits>;
  /** The prices for goods of some sort. */
  readonly priced: (traits: Traits) => Priced;
}

/** Goods of one sort by their own prices; of several, the cheaper of together and apart. Null when the tariffs are too fine. */
export function planSorts({ goods, groups, traits, priced }: SortedGoods): GoodsPlan | null {
  const [only, second] = groups;
  if (only !== undefined && second === undefined) return only.planner.plan(only.goods);
  const without = priced(NO_TRAITS).planner.plan(goods);
  const apart = groups.map((group) => group.planner.plan(group.goods));
  if (without === null || apart.includes(null)) return null;
  const values = new Map(goods.map((item) => [item.kind, item.value_minor]));
  return cheaperMixed(
    without,
    apart.filter((plan) => plan !== null),
    (pattern) => {
      const own = traitsOf(pattern.items.map(({ kind }) => traits.get(kind) ?? NO_TRAITS));
      const value = pattern.items.reduce((sum, { kind, count }) => sum + count * (values.get(kind) ?? 0), 0);
      const box = priced(own).pricer.box(pattern.goods_g, pattern.goods_ml, value);
      if (box === null) throw new Error("planParcels: a surcharge took a box away");
      return { ...pattern, box };
    },
  );
}

/**
 * A plan for goods that are not all alike, the cheaper of two: all packed as if no surcharge were due, each parcel then priced by
 * what is in it; or each sort in parcels of its own. Every parcel costs what its card says. No surcharge is ever below zero, so
 * the bound of the plan without any holds for all; it is not always reached.
 */
function cheaperMixed(
  without: GoodsPlan,
  apart: readonly GoodsPlan[],
  priced: (pattern: GoodsPattern) => GoodsPattern,
): GoodsPlan {
  const together = inOrder(without.patterns.map(priced));
  const sorted = inOrder(apart.flatMap((plan) => plan.patterns));
  const patterns = compareScores(scoreOf(sorted), scoreOf(together)) < 0 ? sorted : together;
  const { cost, parcels } = scoreOf(patterns);
  const upper_bound = without.certificate.objective === "cost" ? cost : parcels;
  return { patterns, certificate: { ...without.certificate, upper_bound } };
}

function scoreOf(patterns: readonly GoodsPattern[]): Score {
  return {
    cost: patterns.reduce((sum, { box, parcels }) => sum + Number(box.cost_minor) * parcels, 0),
    parcels: patterns.reduce((sum, { parcels }) => sum + parcels, 0),
  };
}
