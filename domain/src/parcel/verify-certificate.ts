import { parseInput } from "../shared/parse";
import type { Certificate, CertificatePart, CertificateTable } from "./load/certificate";
import { planLoadInputSchema, type PlanLoadInput } from "./plan-load";
import {
  checkedLoad,
  insuranceOf,
  isWithin,
  leastCost,
  stepsOfLoad,
  traitsInside,
  traitsOfParcels,
  waysByLimits,
  type CheckedGoods,
  type CheckedLoad,
  type CheckedTraits,
} from "./verify-cost";
import { Exhaustion, type CostOf } from "./verify-exhaustion";
import { faultOfTable, type CostBySize, type Priced } from "./verify-table";

type Prices = Extract<CertificatePart, { by: "prices" }>;
type ByWeight = Extract<CertificatePart, { by: "weight" }>;
type Kind = CheckedGoods & { readonly kind: string };

/** Sets of kinds that may go together, found by branching: more would take too long, and fail. */
const MAX_SETS = 4_096;

/**
 * Whether a certificate proves its bound, by code that shares nothing with the planner's: whole numbers, one pass of plain
 * dynamic programming over kinds and weight, no tolerance. The faults as sentences; none: no plan can be better than
 * `lower_bound`.
 *
 * Why that follows. Let no content that may be one parcel be worth more than scale times what it costs. The contents of any
 * plan hold all packs, so all packs are worth no more than scale times the plan. Costs are multiples of the largest amount
 * that divides them all, so the bound may be rounded up to one.
 */
export function verifyCertificate(input: PlanLoadInput, certificate: Certificate): string[] {
  const parsed = parseInput(planLoadInputSchema, input);
  if (!parsed.ok) return [parsed.refusal.message];
  return certificateFaults(checkedLoad(parsed.value), certificate);
}

/**
 * As `verifyCertificate`, for a load that has been read. `exhaustions`: tables that certificates of one tariff share, by what
 * is to be least.
 */
export function certificateFaults(
  load: CheckedLoad,
  certificate: Certificate,
  exhaustions: Exhaustions = exhaustionsOf(load),
): string[] {
  const faults = faultsOfParts(load, certificate);
  if (faults.length > 0) return faults;
  let known: Tariff | undefined;
  const tariff = (): Tariff => (known ??= tariffOf(load, certificate.objective));
  for (const part of certificate.parts) {
    const kinds = kindsOfPart(load, part);
    const fault =
      part.by === "prices"
        ? faultOfPrices(kinds, part, tariff())
        : part.by === "weight"
          ? faultOfWeight(kinds, part, certificate.objective, tariff())
          : exhaustions[certificate.objective].faultOf(kinds, part.bound);
    if (fault !== null) faults.push(`The bound of "${part.kinds[0]}" and ${part.kinds.length - 1} more: ${fault}.`);
  }
  return faults;
}

export type Exhaustions = Readonly<Record<Certificate["objective"], Exhaustion>>;

/** Tables for the prices of one load, and of all that are sent at the same. */
export function exhaustionsOf(load: CheckedLoad): Exhaustions {
  return { cost: new Exhaustion(costOf(load, "cost")), parcels: new Exhaustion(costOf(load, "parcels")) };
}

/** Has baskets that are proven by looking at all divisions share a table. */
export function announceTo(exhaustions: Exhaustions, load: CheckedLoad, certificate: Certificate): void {
  for (const part of certificate.parts) {
    if (part.by !== "exhaustion" || !part.kinds.every((kind) => load.goods.has(kind))) continue;
    exhaustions[certificate.objective].announce(kindsOfPart(load, part));
  }
}

function kindsOfPart(load: CheckedLoad, part: CertificatePart): Kind[] {
  return part.kinds.map((kind): Kind => ({ ...load.goods.get(kind)!, kind }));
}

function tariffOf(load: CheckedLoad, objective: Certificate["objective"]): Tariff {
  const kinds = [...load.goods.values()];
  const all_g = kinds.reduce((sum, item) => sum + item.weight_g * item.count, 0);
  const traits = traitsOfParcels(load, kinds);
  const steps = stepsOfLoad(load, all_g, traits);
  const own = new Map(kinds.map((item) => [JSON.stringify(traitsInside(load, [item])), traitsInside(load, [item])]));
  return {
    ends: steps.ends,
    unit: objective === "cost" ? steps.unit : 1,
    // A parcel costs no less than as what one of its kinds is.
    cost: least([...own.values()].map((one) => costBySize(load, objective, one))),
    sorts: [...waysByLimits(load)].flatMap(([limited, part]) =>
      traits.map((sort) => ({
        limited,
        traits: sort,
        cost: costBySize(part, objective, sort),
        holds: (item: CheckedGoods) => isWithin(traitsInside(load, [item]), sort),
      })),
    ),
  };
}

/** Prices of parcels without insurance: what is proven without it is proven with it, since it is never below zero. */
interface Tariff {
  /** What goods cost as one parcel, in what is to be least, of whatever sort they are. */
  readonly cost: CostBySize;
  /** The same by what limits a parcel, and by what it may hold. */
  readonly sorts: readonly {
    readonly limited: CertificateTable["limited"];
    readonly traits: CheckedTraits;
    readonly cost: CostBySize;
    readonly holds: (item: CheckedGoods) => boolean;
  }[];
  /** What every cost is a multiple of. */
  readonly unit: number;
  /** Weights of goods up to which a cost is the same. */
  readonly ends: readonly number[];
}

function costBySize(load: CheckedLoad, objective: Certificate["objective"], traits: CheckedTraits): CostBySize {
  return (goods_g, goods_ml, value_minor) => {
    const cost = leastCost(load, { goods_g, goods_ml, value_minor, traits, insured: false });
    return objective === "cost" || cost === Infinity ? cost : 1;
  };
}

function least(costs: readonly CostBySize[]): CostBySize {
  return (...sizes) => costs.reduce((found, cost) => Math.min(found, cost(...sizes)), Infinity);
}

function costOf(load: CheckedLoad, objective: Certificate["objective"]): CostOf {
  return (content) => {
    const cost = leastCost(load, content);
    return objective === "cost" || cost === Infinity ? cost : 1;
  };
}

/** Every kind in one part, parts that can't share a parcel, bounds that add up. */
function faultsOfParts(load: CheckedLoad, certificate: Certificate): string[] {
  const { goods } = load;
  const { objective, parts, lower_bound, upper_bound, insurance_minor = 0 } = certificate;
  const faults: string[] = [];
  const seen = new Map<string, number>();
  parts.forEach((part, at) => {
    for (const kind of part.kinds) {
      if (!goods.has(kind)) faults.push(`"${kind}" is not in the load.`);
      if (seen.has(kind)) faults.push(`"${kind}" is in two parts.`);
      seen.set(kind, at);
    }
    if (!Number.isSafeInteger(part.bound) || part.bound < 0) faults.push("A bound is not a whole number.");
  });
  // A part of kinds that are not there bounds nothing; one that leaves kinds out would only be weaker, but is not ours.
  for (const kind of goods.keys()) if (!seen.has(kind)) faults.push(`"${kind}" is in no part.`);
  const temperatures = new Map<string, number>();
  for (const [kind, at] of seen) {
    const temperature = goods.get(kind)?.temperature ?? "";
    if ((temperatures.get(temperature) ?? at) !== at) faults.push(`"${kind}" may share a parcel with another part.`);
    temperatures.set(temperature, at);
  }
  if (insurance_minor !== 0) {
    // Where all divisions were looked at, it is in what they cost.
    const without = parts.flatMap((part) =>
      part.by === "exhaustion" ? [] : part.kinds.flatMap((kind) => goods.get(kind) ?? []),
    );
    if (objective !== "cost") faults.push("Insurance is counted where nothing has a cost.");
    if (!(isWhole(insurance_minor) && insurance_minor <= insuranceOf(load, without))) {
      faults.push(`Insurance may be less than ${insurance_minor}.`);
    }
  }
  const sum = parts.reduce((total, part) => total + part.bound, insurance_minor);
  if (sum !== lower_bound) faults.push(`The parts' bounds sum to ${sum}, not ${lower_bound}.`);
  if (lower_bound > upper_bound) faults.push("The bound is above the plan.");
  return faults;
}

function faultOfPrices(kinds: readonly Kind[], part: Prices, { sorts, unit }: Tariff): string | null {
  const { prices, scale, tables, bound } = part;
  if (prices.length !== kinds.length || !prices.every(isWhole)) return "prices are not whole numbers, one a kind";
  if (!isWhole(scale) || scale === 0) return "its scale is not a whole number";
  const sets = part.apart ? setsApart(kinds) : [kinds];
  if (sets === null) return "too many kinds may not go together to look at every set";
  const at = new Map(kinds.map((item, index) => [item.kind, index]));
  const priced = sets.map((set) => set.map((item): Priced => ({ ...item, price: prices[at.get(item.kind)!]! })));
  // Whatever the certificate says of its tables: every way of sending that takes anything is looked at.
  for (const { limited, traits, cost, holds } of sorts) {
    // A parcel is of such a sort by something in it: where this part has nothing of it, there is no such parcel.
    const arises = (["fragile", "cold"] as const).every(
      (trait) => !traits[trait] || kinds.some((item) => item.traits[trait]),
    );
    if (!arises) continue;
    const own = priced.map((set) => set.filter(holds)).filter((set) => set.length > 0);
    if (cost(1, 0, 0) === Infinity || own.length === 0) continue;
    const table = tables.find(
      (candidate) =>
        candidate.limited === limited &&
        (candidate.fragile ?? false) === traits.fragile &&
        (candidate.cold ?? false) === traits.cold,
    );
    const fault = table === undefined ? "it says nothing of some parcels" : faultOfTable(own, table, scale, cost);
    if (fault !== null) return fault;
  }
  const total = kinds.reduce((sum, item, index) => sum + BigInt(prices[index]!) * BigInt(item.count), 0n);
  return isProven(total, BigInt(scale), bound, unit) ? null : `it does not follow from prices worth ${total}`;
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Every plan is at least total / scale, and a multiple of the unit: so it is at least the bound. */
function isProven(total: bigint, scale: bigint, bound: number, unit: number): boolean {
  if (bound === 0) return true;
  return unit > 0 && bound % unit === 0 && BigInt(bound - unit) * scale < total;
}

/** All sets of kinds without a forbidden pair that hold every other such set; null when there are too many. */
function setsApart(kinds: readonly Kind[]): Kind[][] | null {
  const sets = new Map<string, Kind[]>([["", [...kinds]]]);
  const done: Kind[][] = [];
  for (const [key, set] of sets) {
    sets.delete(key);
    const first = set.find((item) => set.some((other) => item.not_with.has(other.kind) && other.kind !== item.kind));
    if (first === undefined) {
      done.push(set);
    } else {
      // Either without the first, or without all it may not go with.
      for (const rest of [
        set.filter((item) => item !== first),
        set.filter((item) => item === first || !first.not_with.has(item.kind)),
      ]) {
        sets.set(rest.map((item) => item.kind).join("\u0000"), rest);
      }
    }
    if (sets.size + done.length > MAX_SETS) return null;
  }
  return done;
}

function faultOfWeight(
  kinds: readonly Kind[],
  { threshold_g, goods_g, cost: each, bound }: ByWeight,
  objective: Certificate["objective"],
  tariff: Tariff,
): string | null {
  if (![threshold_g, goods_g, each].every(isWhole) || goods_g === 0) return "its numbers are not whole";
  if (threshold_g * 2 > goods_g) return "its threshold is over half a parcel";
  if (threshold_g > 0 && (objective !== "parcels" || each !== 1)) return "a threshold proves parcels only";
  if (objective === "parcels" && (tariff.ends[tariff.ends.length - 1] ?? 0) > goods_g) {
    return "a parcel may hold more than it says";
  }
  // Up to the next end the cost is the same, so the most grams for it are at the end.
  for (const end of tariff.ends) {
    const least = tariff.cost(end, 0, 0);
    if (BigInt(least) * BigInt(goods_g) < BigInt(end) * BigInt(each)) return `${end} g cost less than it says`;
  }
  let total = 0n;
  for (const { weight_g, count } of kinds) {
    const counted = weight_g > goods_g - threshold_g ? goods_g : weight_g >= threshold_g ? weight_g : 0;
    total += BigInt(counted) * BigInt(each) * BigInt(count);
  }
  return isProven(total, BigInt(goods_g), bound, tariff.unit) ? null : "it does not follow from the weights";
}
