import { deductedGrams, type DeductionMethod } from "../../../../../domain/src/pool/deducted-grams";
import { basisPointsOf, gramsOf } from "../read";

/** What the page knows without asking: written into it when it was loaded. */
export interface Known {
  produce: Record<string, { name: string; unit: "g" | "piece" }>;
  grades: Record<string, string>;
  containers: Record<string, number>;
  rules: { produce: string; kind: string; method: DeductionMethod; base_bp: number; limit_bp: number | null }[];
  prices: Record<string, string>;
}

export interface Live {
  net_g: number;
  deducted_g: number;
  accepted_g: number;
}

/** Net, deductions and what counts, as typed so far; undefined while that is not a weight. */
export function liveWeight(get: (name: string) => string, known: Known): Live | undefined {
  const gross_g = gramsOf(get("gross"));
  const container = known.containers[get("container")];
  const tare_g =
    container === undefined
      ? gramsOf(get("tare") === "" ? "0" : get("tare"))
      : container * Number(get("containers") || 1);
  if (gross_g === null || tare_g === null || !Number.isInteger(tare_g) || gross_g <= tare_g) return undefined;
  const net_g = gross_g - tare_g;
  const measured = { moisture: get("moisture"), foreign_matter: get("foreign") };
  let deducted_g = 0;
  for (const rule of known.rules) {
    if (rule.produce !== get("produce")) continue;
    const bp = basisPointsOf(measured[rule.kind as keyof typeof measured] ?? "");
    if (bp !== null) deducted_g += deductedGrams(net_g, bp, rule);
  }
  return { net_g, deducted_g, accepted_g: net_g - deducted_g };
}
