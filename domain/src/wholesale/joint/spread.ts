import { MAX_PACKS_PER_LINE } from "../../pool/hold";
import { compareText } from "../../shared/order";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { nearestPacks } from "./spread-reach";
import { solveSpread, type SpreadSource } from "./spread-solve";

// One order that is too large for one pool, over the pools of several cooperatives (docs: adr, wholesale).

/** Pools of one produce and grade that a buyer may draw on at once: more than any produce has today. */
export const MAX_SPREAD_POOLS = 40;

/** A cooperative's pool as a source; money in minor units. */
export interface SpreadOffer {
  readonly cooperative_id: string;
  /** Whole packs that are free there. */
  readonly capacity_packs: number;
  /** It sends so many packs or none: a pallet, say. 0 or 1: any. */
  readonly minimum_packs: number;
  readonly price_minor_per_pack: bigint;
  /** What its way to the buyer costs, by its distance: of each pack, and once however many there are (a truck that stops there). */
  readonly carriage_minor_per_pack: bigint;
  readonly stop_minor: bigint;
  /** Between sources that cost the same the nearer one is taken. */
  readonly distance_km: number;
}

export interface SpreadTake {
  readonly cooperative_id: string;
  readonly packs: number;
  readonly goods_minor: bigint;
  readonly carriage_minor: bigint;
}

export interface Spread {
  /** By cooperative id, those that give something; packs sum to what was asked for. */
  readonly takes: readonly SpreadTake[];
  readonly total_minor: bigint;
  /** Whether nothing cheaper exists. False only when so many sources with minimums and stops fit that looking at all takes too long. */
  readonly proven: boolean;
}

export type SpreadRefusal = Refusal<
  | "invalid_packs"
  | "invalid_offer"
  | "duplicate_cooperative"
  | "too_many_pools"
  | "above_all_pools"
  | "minimums_do_not_fit"
>;

/**
 * The cheapest way to take so many whole packs from these cooperatives: goods, carriage and stops together, each source between its
 * minimum and what is free there, or not at all. Between equal costs nearer sources come first, then by id; the order of the input plays no
 * part. Never dearer than taking from the cheapest source until it is empty, then the next.
 *
 * Refuses more than all together can give (`details.most_packs`), and a quantity that no choice of sources gives because of their
 * minimums (`details.less_packs` and `more_packs`: the nearest that work, null where there is none).
 */
export function spreadOrder(packs: number, offers: readonly SpreadOffer[]): Result<Spread, SpreadRefusal> {
  const faulty = refusalOf(packs, offers);
  if (faulty) return faulty;
  const sources = offers.filter((one) => one.capacity_packs >= least(one)).map(sourceOf);
  const most_packs = sources.reduce((sum, one) => sum + one.most, 0);
  if (packs > most_packs) {
    const message = `All cooperatives together can give ${most_packs} packs now, not ${packs}. Order less, or ask for a quote for a later day.`;
    return { ok: false, refusal: { reason: "above_all_pools", message, field: "packs", details: { most_packs } } };
  }
  const found = solveSpread(packs, sources);
  if (found === null) return minimumsRefusal(packs, sources);
  const by_id = new Map(offers.map((one) => [one.cooperative_id, one]));
  const takes = [...found.taken]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, count]) => takeOf(by_id.get(id)!, count));
  const total_minor = takes.reduce((sum, one) => sum + one.goods_minor + one.carriage_minor, 0n);
  const given = takes.reduce((sum, one) => sum + one.packs, 0);
  if (given !== packs) throw new Error(`spread: ${given} packs taken, ${packs} asked for`);
  return ok({ takes, total_minor, proven: found.proven });
}

/**
 * A refusal of more than all together can give, where cooperatives have `other_packs` more in pools that were left out: each is asked for one
 * pool. Told apart, so that "all together" is true (`details.other_packs`); any other refusal stays as it is.
 */
export function withOtherPools(refusal: Refusal, other_packs: number): Refusal {
  if (refusal.reason !== "above_all_pools" || other_packs <= 0) return refusal;
  const message = `${refusal.message} That is one pool of each cooperative; ${other_packs} packs more are in other villages of theirs: ask for those with a quote of their own.`;
  return { ...refusal, message, details: { ...refusal.details, other_packs } };
}

function refusalOf(packs: number, offers: readonly SpreadOffer[]) {
  if (!Number.isSafeInteger(packs) || packs <= 0 || packs > MAX_PACKS_PER_LINE)
    return refuse("invalid_packs", `Give whole packs from 1 to ${MAX_PACKS_PER_LINE}.`, "packs");
  if (offers.length > MAX_SPREAD_POOLS) {
    return refuse("too_many_pools", `One order is spread over at most ${MAX_SPREAD_POOLS} pools.`, "offers");
  }
  if (new Set(offers.map((one) => one.cooperative_id)).size !== offers.length)
    return refuse("duplicate_cooperative", "A cooperative is named twice.", "offers");
  const at = offers.findIndex((one) => !isSpreadOffer(one));
  if (at >= 0) return refuse("invalid_offer", "Packs are whole and nothing is below zero.", `offers.${at}`);
  return null;
}

/** Whole packs, and nothing below zero. */
export function isSpreadOffer(offer: SpreadOffer): boolean {
  const counts = [offer.capacity_packs, offer.minimum_packs];
  const amounts = [offer.price_minor_per_pack, offer.carriage_minor_per_pack, offer.stop_minor];
  return (
    counts.every((one) => Number.isSafeInteger(one) && one >= 0) &&
    amounts.every((one) => one >= 0n) &&
    offer.distance_km >= 0
  );
}

const least = (offer: SpreadOffer): number => Math.max(1, offer.minimum_packs);

function sourceOf(offer: SpreadOffer): SpreadSource {
  return {
    id: offer.cooperative_id,
    least: least(offer),
    most: offer.capacity_packs,
    unit_minor: offer.price_minor_per_pack + offer.carriage_minor_per_pack,
    stop_minor: offer.stop_minor,
    distance_km: offer.distance_km,
  };
}

function takeOf(offer: SpreadOffer, packs: number): SpreadTake {
  const count = BigInt(packs);
  return {
    cooperative_id: offer.cooperative_id,
    packs,
    goods_minor: offer.price_minor_per_pack * count,
    carriage_minor: offer.carriage_minor_per_pack * count + offer.stop_minor,
  };
}

function minimumsRefusal(packs: number, sources: readonly SpreadSource[]): Result<never, SpreadRefusal> {
  const { less_packs, more_packs } = nearestPacks(packs, sources);
  const nearest = [less_packs, more_packs].filter((one) => one !== null).join(" or ");
  const message = `Cooperatives give from their smallest quantities on, and no choice of them gives ${packs} packs. Order ${nearest}.`;
  const details = { less_packs, more_packs };
  return { ok: false, refusal: { reason: "minimums_do_not_fit", message, field: "packs", details } };
}
