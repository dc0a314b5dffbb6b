import { z } from "zod";
import type { Certificate } from "./load/certificate";
import { parseInput } from "../shared/parse";
import type { DestinationPlan, PlanParcelsInput } from "./plan-parcels";
import { planLoadInputSchema, type LoadPlan, type PlanLoadInput } from "./plan-load";
import { basketItemSchema } from "./traits";
import { announceTo, certificateFaults, exhaustionsOf, type Exhaustions } from "./verify-certificate";
import { boundedAs, checkedLoad, leastCost, pricedAs, type CheckedGoods, type CheckedLoad } from "./verify-cost";

/** What is looked at of equal parcels. */
interface Pattern {
  readonly parcels: number;
  readonly items: readonly { readonly kind: string; readonly count: number }[];
  readonly goods_g: number;
  readonly gross_g: number;
  /** Its code; null for goods that travel loose. */
  readonly carton: string | null;
  readonly cost_minor: bigint;
}

interface Plan {
  readonly patterns: readonly Pattern[];
  readonly parcels: number;
  readonly cost_minor: bigint;
  readonly certificate: Certificate;
}

/**
 * Looks at a plan with code of its own, which knows nothing of how it was made: every pack in exactly one parcel, every limit
 * kept, every parcel at the least cost of its goods by the tariff, and the certificate (`verifyCertificate`). The faults
 * found, as sentences; none: the plan may be stored.
 */
export function verifyLoadPlan(input: PlanLoadInput, plan: LoadPlan): string[] {
  const patterns = plan.patterns.map(({ parcels, items, goods_g, box }): Pattern => ({
    parcels,
    items,
    goods_g,
    gross_g: box.gross_g,
    carton: box.carton?.code ?? null,
    cost_minor: box.cost_minor,
  }));
  const parsed = parseInput(planLoadInputSchema, input);
  return parsed.ok ? faultsOf(checkedLoad(parsed.value), { ...plan, patterns }) : [parsed.refusal.message];
}

type Destinations = PlanParcelsInput["destinations"];
type Prices = Pick<PlanParcelsInput, "cartons" | "rate_cards">;
/** What is looked at of a destination's plan. */
export type PlanToCheck = Pick<DestinationPlan, "patterns" | "parcel_count" | "certificate">;

/** The same for one destination of many, by the province's zone on each card. */
export function verifyDestinationPlan(destination: Destinations[number], prices: Prices, plan: PlanToCheck): string[] {
  return verifyDestinationPlans([{ destination, plan }], prices);
}

/**
 * The same for many destinations at the same prices, each looked at by itself; cards are read once, and what is possible for
 * baskets of the same kinds is worked out once.
 */
export function verifyDestinationPlans(
  planned: readonly { readonly destination: Destinations[number]; readonly plan: PlanToCheck }[],
  { cartons, rate_cards }: Prices,
): string[] {
  const lanes = new Map<string, Lanes | string>();
  const read = planned.map(({ destination, plan }) => {
    const lane = laneOf(lanes, destination.province_code.slice(0, 2), cartons, rate_cards);
    const items = parseInput(basketSchema, destination.items);
    if (typeof lane === "string") return lane;
    if (!items.ok) return items.refusal.message;
    const load = checkedLoad({ ...lane.prices, items: items.value });
    const bounded = boundedAs(load);
    const exhaustions = exhaustionsFor(lane, bounded);
    announceTo(exhaustions, bounded, plan.certificate);
    return { load, plan, exhaustions };
  });
  return read.flatMap((one) =>
    typeof one === "string" ? [one] : faultsOf(one.load, asPlan(one.plan), one.exhaustions),
  );
}

const basketSchema = z.array(basketItemSchema);

interface Lanes {
  readonly prices: Omit<z.output<typeof planLoadInputSchema>, "items">;
  /** By the sort of goods they are priced as. */
  readonly exhaustions: Map<string, Exhaustions>;
}

function exhaustionsFor(lane: Lanes, load: CheckedLoad): Exhaustions {
  const sort = JSON.stringify(load.traits);
  let known = lane.exhaustions.get(sort);
  if (known === undefined) lane.exhaustions.set(sort, (known = exhaustionsOf(load)));
  return known;
}

/** The prices to a province, read anew; those of provinces in the same zones of all cards are one. A sentence when they are wrong. */
function laneOf(
  known: Map<string, Lanes | string>,
  province: string,
  cartons: Prices["cartons"],
  rate_cards: Prices["rate_cards"],
): Lanes | string {
  const zonesOf = (card: Prices["rate_cards"][number]) =>
    card.zones.filter((zone) => zone.provinces.includes(province));
  const key = JSON.stringify(rate_cards.map((card) => zonesOf(card).map((zone) => zone.zone)));
  let lane = known.get(key);
  if (lane === undefined) {
    const input: PlanLoadInput = {
      items: [],
      cartons,
      zone: HERE,
      rate_cards: rate_cards.map((card) => ({
        ...card,
        zones: zonesOf(card).map((zone) => ({ ...zone, zone: HERE })),
        // What is due here is due wherever this card is asked; the rest is due elsewhere.
        surcharges: (card.surcharges ?? []).flatMap(({ zones = [], ...surcharge }) =>
          zones.length === 0 || zonesOf(card).some(({ zone }) => zones.includes(zone)) ? [surcharge] : [],
        ),
      })),
    };
    const parsed = parseInput(planLoadInputSchema, input);
    lane = parsed.ok ? { prices: parsed.value, exhaustions: new Map() } : parsed.refusal.message;
    known.set(key, lane);
  }
  return lane;
}

function asPlan({ patterns, parcel_count, certificate }: PlanToCheck): Plan {
  const looked = patterns.map(({ count, parcel }): Pattern => ({
    parcels: count,
    items: parcel.items,
    goods_g: parcel.goods_g,
    gross_g: parcel.gross_g,
    carton: parcel.carton,
    cost_minor: parcel.carton_minor + parcel.freight_minor,
  }));
  const cost_minor = looked.reduce((sum, pattern) => sum + pattern.cost_minor * BigInt(pattern.parcels), 0n);
  return { patterns: looked, parcels: parcel_count, cost_minor, certificate };
}

/** One name for the destination's zone, which every card may call otherwise. */
const HERE = "here";

function faultsOf(load: CheckedLoad, plan: Plan, exhaustions?: Exhaustions): string[] {
  const faults: string[] = [];
  const packed = new Map<string, number>();
  let parcels = 0;
  let cost = 0n;
  for (const pattern of plan.patterns) {
    const fault = faultOf(load, pattern);
    if (fault !== null) {
      const named = pattern.items.map((item) => `${item.count} x ${item.kind}`).join(", ");
      faults.push(`The parcel of ${named}: ${fault}.`);
    }
    for (const { kind, count } of pattern.items) packed.set(kind, (packed.get(kind) ?? 0) + count * pattern.parcels);
    parcels += pattern.parcels;
    cost += pattern.cost_minor * BigInt(pattern.parcels);
  }
  for (const kind of new Set([...packed.keys(), ...load.goods.keys()])) {
    const asked = load.goods.get(kind)?.count ?? 0;
    if (asked !== (packed.get(kind) ?? 0)) {
      faults.push(`Of "${kind}" ${packed.get(kind) ?? 0} packs are planned and ${asked} are asked for.`);
    }
  }
  if (parcels !== plan.parcels) faults.push(`${plan.parcels} parcels are counted where there are ${parcels}.`);
  if (cost !== plan.cost_minor) faults.push(`The plan is said to cost ${plan.cost_minor} and costs ${cost}.`);
  const reached = plan.certificate.objective === "cost" ? Number(cost) : parcels;
  if (plan.certificate.upper_bound !== reached) faults.push("The certificate is of another plan.");
  if (plan.certificate.lower_bound > reached) faults.push("The plan is better than its bound.");
  return [...faults, ...certificateFaults(boundedAs(load), plan.certificate, exhaustions)];
}

function faultOf(load: CheckedLoad, pattern: Pattern): string | null {
  const { items, parcels } = pattern;
  if (!Number.isSafeInteger(parcels) || parcels <= 0) return `there are ${parcels} of it`;
  if (items.length === 0) return "it is empty";
  if (new Set(items.map((item) => item.kind)).size !== items.length) return "a kind is listed twice";
  const sums = { weight_g: 0, volume_ml: 0, value_minor: 0 };
  const inside: CheckedGoods[] = [];
  for (const { kind, count } of items) {
    const item = load.goods.get(kind);
    if (item === undefined) return `"${kind}" is not asked for`;
    if (!Number.isSafeInteger(count) || count <= 0) return `it holds ${count} packs of "${kind}"`;
    inside.push(item);
    sums.weight_g += item.weight_g * count;
    sums.volume_ml += item.volume_ml * count;
    sums.value_minor += item.value_minor * count;
    for (const other of items) {
      if (item.not_with.has(other.kind) && other.kind !== kind) return `"${kind}" may not go with "${other.kind}"`;
      const beside = load.goods.get(other.kind);
      if (beside !== undefined && beside.temperature !== item.temperature) return "temperatures are mixed";
    }
  }
  if (sums.weight_g !== pattern.goods_g) return "its weight is added up wrongly";
  const least = leastCost(pricedAs(load, inside), sums.weight_g, sums.volume_ml, sums.value_minor);
  if (!Number.isFinite(least)) return "no carton and carrier takes it";
  if (least !== Number(pattern.cost_minor)) return `it costs ${least}, not ${pattern.cost_minor}`;
  const carton = load.ways.find((way) => (way.carton?.code ?? null) === pattern.carton)?.carton;
  if (carton === undefined) return "there is no such carton";
  if (pattern.gross_g !== sums.weight_g + (carton?.tare_g ?? 0)) return "its gross weight is wrong";
  if (carton !== null && pattern.gross_g > carton.max_weight_g) return "it is too heavy for its carton";
  if (carton !== null && sums.volume_ml > (carton.inner_ml ?? Infinity)) return "it is too large for its carton";
  return null;
}
