import { z } from "zod";
import type { SizeMm } from "./carton";
import type { Certificate } from "./load/certificate";
import { parseInput } from "../shared/parse";
import type { DestinationPlan, PlanParcelsInput } from "./plan-parcels";
import { planLoadInputSchema, type LoadPlan, type PlanLoadInput } from "./plan-load";
import { goodsItemSchema } from "./goods-schema";
import type { Placement } from "./boxes/placement";
import { faultOfPlacement } from "./boxes/verify-placement";
import { announceTo, certificateFaults, exhaustionsOf, type Exhaustions } from "./verify-certificate";
import { checkedLoad, leastCost, roomOf, traitsInside, type CheckedGoods, type CheckedLoad } from "./verify-cost";

/** What is looked at of equal parcels. */
interface Pattern {
  readonly parcels: number;
  readonly items: readonly { readonly kind: string; readonly count: number }[];
  readonly goods_g: number;
  readonly gross_g: number;
  /** Its code; null for goods that travel loose. */
  readonly carton: string | null;
  readonly cost_minor: bigint;
  readonly placement: Placement | null;
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
  const patterns = plan.patterns.map(({ parcels, items, goods_g, box, placement }): Pattern => ({
    parcels,
    items,
    goods_g,
    gross_g: box.gross_g,
    carton: box.carton?.code ?? null,
    cost_minor: box.cost_minor,
    placement,
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
    lane.exhaustions ??= exhaustionsOf(load);
    announceTo(lane.exhaustions, load, plan.certificate);
    return { load, plan, exhaustions: lane.exhaustions };
  });
  return read.flatMap((one) =>
    typeof one === "string" ? [one] : faultsOf(one.load, asPlan(one.plan), one.exhaustions),
  );
}

const basketSchema = z.array(goodsItemSchema);

interface Lanes {
  readonly prices: Omit<z.output<typeof planLoadInputSchema>, "items">;
  /** Made by the first load to there: it is about prices alone. */
  exhaustions?: Exhaustions;
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
    lane = parsed.ok ? { prices: parsed.value } : parsed.refusal.message;
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
    placement: parcel.placement,
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
  return [...faults, ...certificateFaults(load, plan.certificate, exhaustions)];
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
  const carton = load.ways.find((way) => (way.carton?.code ?? null) === pattern.carton)?.carton;
  if (carton === undefined) return "there is no such carton";
  if (pattern.gross_g !== sums.weight_g + (carton?.tare_g ?? 0)) return "its gross weight is wrong";
  if (carton !== null && pattern.gross_g > carton.max_weight_g) return "it is too heavy for its carton";
  if (carton !== null && sums.volume_ml > roomOf(carton)) return "it is too large for its carton";
  return faultOfCost(load, pattern, inside, sums) ?? faultOfShape(pattern, inside, carton?.size_mm);
}

/**
 * It costs the least by the tariff of all ways that may be compared: its own carton, and those in which nobody can say that it does not
 * lie. A cheaper carton whose sides are known may have been passed by because the packs were not shown to lie in it.
 */
function faultOfCost(
  load: CheckedLoad,
  { carton, cost_minor }: Pattern,
  inside: readonly CheckedGoods[],
  sums: { weight_g: number; volume_ml: number; value_minor: number },
): string | null {
  const shaped = inside.every((item) => item.shape !== null);
  const ways = load.ways.filter(
    (way) => (way.carton?.code ?? null) === carton || !shaped || way.carton?.size_mm === undefined,
  );
  const content = {
    goods_g: sums.weight_g,
    goods_ml: sums.volume_ml,
    value_minor: sums.value_minor,
    traits: traitsInside(load, inside),
    insured: true,
  };
  const least = leastCost(load, content, ways);
  if (!Number.isFinite(least)) return "no carton and carrier takes it";
  return least === Number(cost_minor) ? null : `it costs ${least}, not ${cost_minor}`;
}

/** Where all sides are known, every pack has a place in the carton. */
function faultOfShape(
  { items, placement }: Pattern,
  inside: readonly CheckedGoods[],
  inner_mm: SizeMm | undefined,
): string | null {
  const shapes = items.flatMap(({ kind, count }, at) => {
    const { shape } = inside[at]!;
    return shape === null ? [] : [{ kind, ...shape, count }];
  });
  if (inner_mm === undefined || shapes.length < items.length) return null;
  return placement === null ? "nothing says how its packs lie in it" : faultOfPlacement(inner_mm, shapes, placement);
}
