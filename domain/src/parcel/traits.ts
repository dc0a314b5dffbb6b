import type { Goods } from "./load/goods";
import { inOrder, type GoodsPattern, type GoodsPlan } from "./load/plan-goods";
import { compareScores, type Score } from "./load/problem";
import type { Lane } from "./pricing";

/** What cards charge for besides weight, volume and value: a parcel is fragile, or cold, when anything in it is. */
export interface Traits {
  readonly fragile: boolean;
  readonly cold: boolean;
}

export const NO_TRAITS: Traits = { fragile: false, cold: false };

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

/**
 * A plan for goods that are not all alike, the cheaper of two: all packed as if no surcharge were due, each parcel then priced by
 * what is in it; or each sort in parcels of its own. Every parcel costs what its card says. No surcharge is ever below zero, so
 * the bound of the plan without any holds for all; it is not always reached.
 */
export function cheaperMixed(
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
