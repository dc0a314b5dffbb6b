import { parseInput } from "../shared/parse";
import { planLoadInputSchema, type LoadPlan, type PlanLoadInput } from "./plan-load";
import { verifyCertificate } from "./verify-certificate";
import { checkedLoad, leastCost, type CheckedLoad } from "./verify-cost";

type Pattern = LoadPlan["patterns"][number];

/**
 * Looks at a plan with code of its own, which knows nothing of how it was made: every pack in exactly one parcel, every limit
 * kept, every parcel at the least cost of its goods by the tariff, and the certificate (`verifyCertificate`). The faults
 * found, as sentences; none: the plan may be stored.
 */
export function verifyLoadPlan(input: PlanLoadInput, plan: LoadPlan): string[] {
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
    cost += pattern.box.cost_minor * BigInt(pattern.parcels);
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

function faultOf(load: CheckedLoad, { items, parcels, box, goods_g, goods_ml }: Pattern): string | null {
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
  if (sums.weight_g !== goods_g || sums.volume_ml !== goods_ml) return "its sizes are added up wrongly";
  const least = leastCost(load, sums.weight_g, sums.volume_ml, sums.value_minor);
  if (!Number.isFinite(least)) return "no carton and carrier takes it";
  if (least !== Number(box.cost_minor)) return `it costs ${least}, not ${box.cost_minor}`;
  const tare_g = box.carton?.tare_g ?? 0;
  if (box.gross_g !== sums.weight_g + tare_g) return "its gross weight is wrong";
  if (box.carton !== null && box.gross_g > box.carton.max_weight_g) return "it is too heavy for its carton";
  if (box.carton !== null && sums.volume_ml > (box.carton.inner_ml ?? Infinity))
    return "it is too large for its carton";
  return null;
}
