import { apportion } from "../shared/apportion";
import { compareText } from "../shared/order";
import type { BasketPattern, BasketPlan } from "./plan-baskets";

/**
 * A carton on a cooperative's own truck, or one that it hired, is a parcel of this carrier, to a place that stands on one rate card alone: the
 * house's own, at no price (docs: adr, truck). What the truck costs is laid on the cartons afterwards.
 */
export const TRUCK = { carrier: "own_truck", service: "truck", place: "01", zone: "truck" } as const;

/** What the carrier is called where carriers are named. */
export const TRUCK_WORDS = { zh: "专车", en: "Truck" } as const;

/**
 * Lays what a truck costs on the cartons of one plan, in minor units: by gross weight, largest remainder over single cartons, so that equal
 * ones differ by one unit at most; of a carton its lines bear it by the weight of their packs (`pack_g`, by kind). Conserves: parcels x freight
 * over all patterns is exactly the cost, and every carton's lines bear exactly its freight. Throws when the plan costs something already.
 */
export function freightOfTruck(
  plan: BasketPlan,
  freight_minor: bigint,
  pack_g: ReadonlyMap<string, number>,
): BasketPlan {
  if (plan.patterns.some((pattern) => pattern.freight_minor !== 0n))
    throw new RangeError("cartons of a truck cost nothing themselves");
  const total_g = plan.patterns.reduce((sum, one) => sum + BigInt(one.gross_g) * BigInt(one.parcels), 0n);
  if (total_g === 0n) throw new RangeError("a truck carries something");
  const exact = plan.patterns.map((one, at) => {
    const share = freight_minor * BigInt(one.gross_g);
    return { one, at, floor: share / total_g, rest: share % total_g };
  });
  let left = freight_minor - exact.reduce((sum, { one, floor }) => sum + floor * BigInt(one.parcels), 0n);
  const raised = new Map<number, number>();
  for (const { one, at } of [...exact].sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1))) {
    const more = left < BigInt(one.parcels) ? Number(left) : one.parcels;
    raised.set(at, more);
    left -= BigInt(more);
  }
  const patterns = exact.flatMap(({ one, at, floor }) => {
    const more = raised.get(at) ?? 0;
    return [carrying(one, more, floor + 1n, pack_g), carrying(one, one.parcels - more, floor, pack_g)].filter(
      (pattern) => pattern.parcels > 0,
    );
  });
  return { ...plan, patterns };
}

/** A truck's load, minor units: what the truck costs, what of it lies on its cartons, gone or to come, and whether one has left. */
export interface LoadBorne {
  readonly freight_minor: bigint;
  readonly borne_minor: bigint;
  readonly gone: boolean;
}

/**
 * What of a truck's cost lies on no carton, minor units: it has driven with a part of its load, and nothing is to follow that could bear the
 * rest. The driver is paid for the whole truck all the same. Nothing while none of the load has left: then no truck has driven.
 */
export function borneByNone({ freight_minor, borne_minor, gone }: LoadBorne): bigint {
  return gone && borne_minor < freight_minor ? freight_minor - borne_minor : 0n;
}

/** Order lines with what their cartons bear of a truck, minor units, and what of them has left on it, grams. */
export interface TruckLine {
  readonly line: string;
  readonly freight_minor: bigint;
  readonly gone_g: bigint;
}

/**
 * Line -> what it bears of a truck, with what lies on no carton laid on the lines of what has left, by weight, largest remainder, ties by line.
 * Conserves: once something has left, the lines bear the truck's cost together.
 */
export function freightOfLoad(freight_minor: bigint, lines: readonly TruckLine[]): Map<string, bigint> {
  const borne_minor = lines.reduce((sum, one) => sum + one.freight_minor, 0n);
  const rest = borneByNone({ freight_minor, borne_minor, gone: lines.some((one) => one.gone_g > 0n) });
  const more = apportion(
    rest,
    lines.map((one) => one.gone_g),
    lines.map((one) => one.line),
    compareText,
  );
  return new Map(lines.map((one, at) => [one.line, one.freight_minor + (more[at] ?? 0n)]));
}

function carrying(
  pattern: BasketPattern,
  parcels: number,
  freight_minor: bigint,
  pack_g: ReadonlyMap<string, number>,
): BasketPattern {
  const borne = apportion(
    freight_minor,
    pattern.lines.map(({ kind, count }) => BigInt(pack_g.get(kind) ?? 1) * BigInt(count)),
    pattern.lines.map(({ kind }) => kind),
    compareText,
  );
  return {
    ...pattern,
    parcels,
    freight_minor,
    lines: pattern.lines.map((line, at) => ({ ...line, freight_minor: borne[at] ?? 0n })),
  };
}
