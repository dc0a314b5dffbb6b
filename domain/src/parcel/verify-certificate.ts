import { parseInput } from "../shared/parse";
import type { Certificate, CertificatePart } from "./load/certificate";
import { planLoadInputSchema, type PlanLoadInput } from "./plan-load";
import { checkedLoad, leastCost, stepsOfLoad, type CheckedGoods, type CheckedLoad } from "./verify-cost";
import { faultOfExhaustion, type CostOf } from "./verify-exhaustion";

type Prices = Extract<CertificatePart, { by: "prices" }>;
type ByWeight = Extract<CertificatePart, { by: "weight" }>;
type Kind = CheckedGoods & { readonly kind: string };

/** Sets of kinds that may go together, found by branching: more would take too long, and fail. */
const MAX_SETS = 4_096;
/** Cells of the table at most: a certificate with a finer one is not looked at. */
const MAX_CELLS = 4_000_000;

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
  const load = checkedLoad(parsed.value);
  const faults = faultsOfParts(load, certificate);
  if (faults.length > 0) return faults;
  const all_g = [...load.goods.values()].reduce((sum, item) => sum + item.weight_g * item.count, 0);
  const steps = stepsOfLoad(load, all_g);
  const tariff: Tariff = {
    ends: steps.ends,
    unit: certificate.objective === "cost" ? steps.unit : 1,
    cost: costOf(load, certificate.objective),
  };
  for (const part of certificate.parts) {
    const kinds = part.kinds.map((kind): Kind => ({ ...load.goods.get(kind)!, kind }));
    const fault =
      part.by === "prices"
        ? faultOfPrices(kinds, part, tariff)
        : part.by === "weight"
          ? faultOfWeight(kinds, part, certificate.objective, tariff)
          : faultOfExhaustion(kinds, part.bound, tariff.cost);
    if (fault !== null) faults.push(`The bound of "${part.kinds[0]}" and ${part.kinds.length - 1} more: ${fault}.`);
  }
  return faults;
}

interface Tariff {
  /** What goods cost as one parcel, in what is to be least. */
  readonly cost: CostOf;
  /** What every cost is a multiple of. */
  readonly unit: number;
  /** Weights of goods up to which a cost is the same. */
  readonly ends: readonly number[];
}

function costOf(load: CheckedLoad, objective: Certificate["objective"]): CostOf {
  return (goods_g, goods_ml, value_minor) => {
    const least = leastCost(load, goods_g, goods_ml, value_minor);
    return objective === "cost" || least === Infinity ? least : 1;
  };
}

/** Every kind in one part, parts that can't share a parcel, bounds that add up. */
function faultsOfParts({ goods }: CheckedLoad, { parts, lower_bound, upper_bound }: Certificate): string[] {
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
  const sum = parts.reduce((total, part) => total + part.bound, 0);
  if (sum !== lower_bound) faults.push(`The parts' bounds sum to ${sum}, not ${lower_bound}.`);
  if (lower_bound > upper_bound) faults.push("The bound is above the plan.");
  return faults;
}

function faultOfPrices(kinds: readonly Kind[], part: Prices, { cost, unit }: Tariff): string | null {
  const { prices, scale, table, bound } = part;
  const whole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  if (prices.length !== kinds.length || !prices.every(whole)) return "prices are not whole numbers, one a kind";
  const units = [table.unit_g, table.unit_second, scale];
  if (!units.every((unit) => whole(unit) && unit > 0)) return "its scale or table is not of whole numbers";
  const size = (item: Kind): [number, number] => [
    Math.floor(item.weight_g / table.unit_g),
    table.second === null ? 0 : Math.floor(item[table.second] / table.unit_second),
  ];
  const limit = limitsOf(kinds, size, table, cost);
  if ((limit.g + 1) * (limit.second + 1) > MAX_CELLS) return "its table is too large to look at";
  const sets = table.apart ? setsApart(kinds) : [kinds];
  if (sets === null) return "too many kinds may not go together to look at every set";
  const at = new Map(kinds.map((item, index) => [item.kind, index]));
  const costs = new Float64Array((limit.g + 1) * (limit.second + 1));
  for (let g = 0; g <= limit.g; g++) {
    for (let s = 0; s <= limit.second; s++) {
      const measure = s * table.unit_second;
      const ml = table.second === "volume_ml" ? measure : 0;
      const value = table.second === "value_minor" ? measure : 0;
      costs[g * (limit.second + 1) + s] = cost(Math.max(1, g * table.unit_g), ml, value);
    }
  }
  for (const set of sets) {
    const rows = set.map((item) => ({ size: size(item), price: prices[at.get(item.kind)!]!, count: item.count }));
    const worth = worthOf(rows, limit);
    if (worth === null) return "a class is worth more than can be added up exactly";
    for (let cell = 0; cell < worth.length; cell++) {
      if (worth[cell]! > scale * costs[cell]!) return "some content is worth more than its parcel costs";
    }
  }
  const total = kinds.reduce((sum, item, index) => sum + BigInt(prices[index]!) * BigInt(item.count), 0n);
  return isProven(total, BigInt(scale), bound, unit) ? null : `it does not follow from prices worth ${total}`;
}

/** Every plan is at least total / scale, and a multiple of the unit: so it is at least the bound. */
function isProven(total: bigint, scale: bigint, bound: number, unit: number): boolean {
  if (bound === 0) return true;
  return unit > 0 && bound % unit === 0 && BigInt(bound - unit) * scale < total;
}

/** The largest contents in cells: all packs, or the largest parcel there is. */
function limitsOf(
  kinds: readonly Kind[],
  size: (item: Kind) => [number, number],
  table: Prices["table"],
  cost: CostOf,
): { g: number; second: number } {
  const all = (axis: 0 | 1): number => kinds.reduce((sum, item) => sum + size(item)[axis] * item.count, 0);
  // Doubling, then halving: what fits never grows with size.
  const largest = (fits: (cells: number) => boolean, most: number): number => {
    let low = 0;
    let high = 1;
    while (high < most && fits(high)) high *= 2;
    high = Math.min(high, most);
    if (fits(high)) return high;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (fits(middle)) low = middle;
      else high = middle;
    }
    return low;
  };
  const g = largest((cells) => cost(Math.max(1, cells * table.unit_g), 0, 0) < Infinity, all(0));
  if (table.second === null) return { g, second: 0 };
  const volume = table.second === "volume_ml";
  const second = largest((cells) => {
    const measure = cells * table.unit_second;
    return cost(1, volume ? measure : 0, volume ? 0 : measure) < Infinity;
  }, all(1));
  return { g, second };
}

/** For every size in cells the most that packs of no larger size are worth. Null when sums pass 2^53. */
function worthOf(
  rows: readonly { size: readonly [number, number]; price: number; count: number }[],
  limit: { g: number; second: number },
): Float64Array | null {
  const width = limit.second + 1;
  const worth = new Float64Array((limit.g + 1) * width);
  for (const { size, price, count } of rows) {
    const [g, second] = size;
    if (price === 0 || g > limit.g || second > limit.second) continue;
    const fitting = Math.min(g === 0 ? Infinity : Math.floor(limit.g / g), second === 0 ? Infinity : Math.floor(limit.second / second));
    if (fitting <= count) {
      // As many as fit: forwards, so that a cell may hold several.
      for (let row = g; row <= limit.g; row++) {
        for (let column = second; column <= limit.second; column++) {
          const cell = row * width + column;
          worth[cell] = Math.max(worth[cell]!, worth[cell - g * width - second]! + price);
        }
      }
    } else {
      // One pack after another: backwards, so that each is in a cell once.
      for (let pack = 0; pack < count; pack++) {
        for (let row = limit.g; row >= g; row--) {
          for (let column = limit.second; column >= second; column--) {
            const cell = row * width + column;
            worth[cell] = Math.max(worth[cell]!, worth[cell - g * width - second]! + price);
          }
        }
      }
    }
    if (worth[worth.length - 1]! > Number.MAX_SAFE_INTEGER) return null;
  }
  return worth;
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
  if (![threshold_g, goods_g, each].every((value) => Number.isSafeInteger(value) && value >= 0)) return "its numbers are not whole";
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
