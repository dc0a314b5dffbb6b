import { MAX_PACKS_PER_LINE } from "../../pool/hold";
import { stepAt } from "../../shared/price-steps";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { checkVolumeSteps, type VolumeStep, type VolumeStepsRefusal } from "./volume-steps";

/** One pack on a company's price list: from how many packs of an order what a pack costs, and the least it is sold in. */
export interface PackPrice {
  readonly steps: readonly VolumeStep[];
  /** Minimum order quantity, packs. */
  readonly minimum_packs: number;
}

export interface QuickPrice {
  readonly step: number;
  readonly unit_minor: bigint;
  /** unit * packs, exactly. */
  readonly amount_minor: bigint;
  /** Null on the last step. */
  readonly next: NextStep | null;
}

export interface NextStep {
  readonly unit_minor: bigint;
  /** Packs more until it holds. */
  readonly packs_more: number;
  /** What the whole line then costs more; below zero: more goods for less money, which a screen should say. */
  readonly amount_more_minor: bigint;
}

export type QuickPriceRefusal = VolumeStepsRefusal | Refusal<"invalid_packs" | "below_minimum">;

/**
 * What so many packs cost by their ladder: the price of the step that the quantity reaches holds for all of them. Refuses part packs,
 * more than a line may have, and less than the minimum quantity (`details.minimum_packs`), which a screen may offer instead.
 */
export function quickPrice(price: PackPrice, packs: number): Result<QuickPrice, QuickPriceRefusal> {
  const steps = checkVolumeSteps(price.steps);
  if (!steps.ok) return steps;
  if (!Number.isSafeInteger(packs) || packs <= 0 || packs > MAX_PACKS_PER_LINE) {
    return refuse("invalid_packs", `Give whole packs from 1 to ${MAX_PACKS_PER_LINE}.`, "packs");
  }
  const { minimum_packs } = price;
  if (packs < minimum_packs) {
    const message = `This is sold from ${minimum_packs} packs on; you wrote ${packs}.`;
    return { ok: false, refusal: { reason: "below_minimum", message, field: "packs", details: { minimum_packs } } };
  }
  const step = stepAt(
    steps.value.map((one) => one.from),
    packs,
  );
  const unit_minor = steps.value[step]!.price_minor;
  const amount_minor = unit_minor * BigInt(packs);
  const after = steps.value[step + 1];
  const next = after && {
    unit_minor: after.price_minor,
    packs_more: after.from - packs,
    amount_more_minor: after.price_minor * BigInt(after.from) - amount_minor,
  };
  return ok({ step, unit_minor, amount_minor, next: next ?? null });
}
