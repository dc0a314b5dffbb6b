import type { Certificate } from "./load/certificate";
import { parseInput } from "../shared/parse";
import type { DestinationPlan, PlanParcelsInput } from "./plan-parcels";
import { planLoadInputSchema, type LoadPlan, type PlanLoadInput } from "./plan-load";
import { verifyCertificate } from "./verify-certificate";
import { checkedLoad, leastCost, type CheckedLoad } from "./verify-cost";

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
  return faultsOf(input, { ...plan, patterns });
}

type Destinations = PlanParcelsInput["destinations"];

/** The same for one destination of many, by the province's zone on each card. */
export function verifyDestinationPlan(
  destination: Destinations[number],
  { cartons, rate_cards }: Pick<PlanParcelsInput, "cartons" | "rate_cards">,
  plan: DestinationPlan,
): string[] {
  const patterns = plan.patterns.map(({ count, parcel }): Pattern => ({
    parcels: count,
    items: parcel.items,
    goods_g: parcel.goods_g,
    gross_g: parcel.gross_g,
    carton: parcel.carton,
    cost_minor: parcel.carton_minor + parcel.freight_minor,
  }));
  const input: PlanLoadInput = {
    items: destination.items,
    cartons,
    zone: HERE,
    rate_cards: rate_cards.map((card) => ({
      ...card,
      zones: card.zones
        .filter((zone) => zone.provinces.includes(destination.province_code.slice(0, 2)))
        .map((zone) => ({ ...zone, zone: HERE })),
    })),
  };
  const cost_minor = patterns.reduce((sum, pattern) => sum + pattern.cost_minor * BigInt(pattern.parcels), 0n);
  return faultsOf(input, { patterns, parcels: plan.parcels.length, cost_minor, certificate: plan.certificate });
}

/** One name for the destination's zone, which every card may call otherwise. */
const HERE = "here";

function faultsOf(input: PlanLoadInput, plan: Plan): string[] {
  const parsed = parseInput(planLoadInputSchema, input);
  if (!parsed.ok) return [parsed.refusal.message];
  const load = checkedLoad(parsed.value);
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
  return [...faults, ...verifyCertificate(input, plan.certificate)];
}

function faultOf(load: CheckedLoad, pattern: Pattern): string | null {
  const { items, parcels } = pattern;
  if (!Number.isSafeInteger(parcels) || parcels <= 0) return `there are ${parcels} of it`;
  if (items.length === 0) return "it is empty";
  if (new Set(items.map((item) => item.kind)).size !== items.length) return "a kind is listed twice";
  const sums = { weight_g: 0, volume_ml: 0, value_minor: 0 };
  for (const { kind, count } of items) {
    const item = load.goods.get(kind);
    if (item === undefined) return `"${kind}" is not asked for`;
    if (!Number.isSafeInteger(count) || count <= 0) return `it holds ${count} packs of "${kind}"`;
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
  const least = leastCost(load, sums.weight_g, sums.volume_ml, sums.value_minor);
  if (!Number.isFinite(least)) return "no carton and carrier takes it";
  if (least !== Number(pattern.cost_minor)) return `it costs ${least}, not ${pattern.cost_minor}`;
  const carton = load.ways.find((way) => (way.carton?.code ?? null) === pattern.carton)?.carton;
  if (carton === undefined) return "there is no such carton";
  if (pattern.gross_g !== sums.weight_g + (carton?.tare_g ?? 0)) return "its gross weight is wrong";
  if (carton !== null && pattern.gross_g > carton.max_weight_g) return "it is too heavy for its carton";
  if (carton !== null && sums.volume_ml > (carton.inner_ml ?? Infinity)) return "it is too large for its carton";
  return null;
}
